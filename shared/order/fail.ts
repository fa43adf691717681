import type { Ctx } from "#shared/core/ctx.ts";
import { changeOrder } from "./change.ts";
import { declareFailed } from "./engine/mend.ts";

/** An operator found out that an effect of unknown end did not happen: a retry is then new work. */
export function failNode(
  ctx: Ctx,
  { orderId, seq, reason }: { orderId: string; seq: number; reason: string },
): Promise<string> {
  return changeOrder(ctx, { orderId, seq }, (frame, deed) =>
    declareFailed(frame, seq, deed, reason),
  );
}
