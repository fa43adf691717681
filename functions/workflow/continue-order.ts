import { now } from "#functions/lib/clock.ts";
import { startMachine } from "#functions/lib/machine.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import { renewMachine } from "#shared/order/renew.ts";

/** State `Continue`: this machine's history is full, another one goes on from the record. */
export async function handler({ orderId }: { orderId: string }): Promise<void> {
  const version = await renewMachine(systemCtx("continue-order", now()), orderId);
  await startMachine({ kind: "order", id: orderId, version });
}
