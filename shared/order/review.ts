import type { Ctx } from "#shared/core/ctx.ts";
import { AppError, notFound } from "#shared/core/error.ts";
import { afresh } from "#shared/table/retry.ts";
import { viewerOf } from "./access.ts";
import { commitChange, moverOf } from "./commit.ts";
import { review } from "./engine/review.ts";
import { loadFrame } from "./store.ts";
import { isNamed } from "./view/may.ts";

/** Somebody who did not start it says whether there really was no time to ask. */
export function reviewOrder(
  ctx: Ctx,
  { orderId, isJustified, comment }: { orderId: string; isJustified: boolean; comment: string },
): Promise<string> {
  return afresh(async () => {
    const frame = await loadFrame(orderId);
    const by = frame.order.review?.by ?? [];
    if (!isNamed(by, await viewerOf(ctx))) throw notFound("order");
    const { person } = moverOf(ctx);
    if (frame.order.requester.id === person.id) {
      throw new AppError("OWN_REQUEST", "Nobody reviews their own start.");
    }
    const deed = { now: ctx.now, mover: moverOf(ctx) };
    await commitChange(ctx, frame, review(frame, deed, { isJustified, comment }), "other");
    return orderId;
  });
}
