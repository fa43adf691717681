import type { Ctx } from "#shared/core/ctx.ts";
import { changeOrder } from "./change.ts";
import { skip } from "./engine/mend.ts";

/** Goes on without a node that failed. Of a critical one the first call only asks, a second person decides. */
export function skipNode(
  ctx: Ctx,
  { orderId, seq, reason }: { orderId: string; seq: number; reason: string },
): Promise<string> {
  return changeOrder(ctx, { orderId, seq }, (frame, deed) => skip(frame, seq, deed, reason));
}
