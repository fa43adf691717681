import { now } from "#functions/lib/clock.ts";
import { advanceOrder } from "#shared/order/advance.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import { connectRuns } from "./connect.ts";

connectRuns();

/** State `Advance`: does what is due and says what the machine does next. */
export async function handler({ orderId }: { orderId: string }) {
  return advanceOrder(systemCtx("advance-order", now()), orderId);
}
