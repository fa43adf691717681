import type { Ctx } from "#shared/core/ctx.ts";
import { changePlanOrder } from "./change.ts";
import { cancel } from "./engine/stop.ts";

/** Stops an order for good: running operations are stopped where they can be, and waited for where not. */
export function cancelOrder(
  ctx: Ctx,
  { orderId, reason }: { orderId: string; reason: string },
): Promise<string> {
  return changePlanOrder(ctx, { orderId }, (frame, deed) => cancel(frame, deed, reason));
}
