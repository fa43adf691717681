import type { Ctx } from "#shared/core/ctx.ts";
import { changePlanOrder } from "./change.ts";
import { resume } from "./engine/pause.ts";

/** Lets an order go on that somebody paused, or whose confirmation was declined. */
export function resumeOrder(ctx: Ctx, { orderId }: { orderId: string }): Promise<string> {
  return changePlanOrder(ctx, { orderId }, resume);
}
