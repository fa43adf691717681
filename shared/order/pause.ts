import type { Ctx } from "#shared/core/ctx.ts";
import { changePlanOrder } from "./change.ts";
import { pause } from "./engine/pause.ts";

/** Lets an order rest as soon as nothing of it runs. */
export function pauseOrder(
  ctx: Ctx,
  { orderId, reason }: { orderId: string; reason?: string | undefined },
): Promise<string> {
  return changePlanOrder(ctx, { orderId }, (frame, deed) => pause(frame, deed, reason ?? null));
}
