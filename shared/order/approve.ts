import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { AppError, notFound } from "#shared/core/error.ts";
import { afresh } from "#shared/table/retry.ts";
import { viewerOf } from "./access.ts";
import { commitChange, moverOf } from "./commit.ts";
import { approve, reject } from "./engine/gate.ts";
import type { Frame } from "./engine/frame.ts";
import { gatesOf } from "./gates.ts";
import { loadFrame } from "./store.ts";
import { isNamed } from "./view/may.ts";

/** Those named to approve it, else every operator. Standing in for somebody does not help on one's own order. */
async function loadForApprover(ctx: Ctx, orderId: string): Promise<Frame> {
  const frame = await loadFrame(orderId);
  const from = frame.order.approval?.from ?? [];
  if (from.length === 0) assertCan(ctx, "order:operate");
  else if (!isNamed(from, await viewerOf(ctx))) throw notFound("order");
  return frame;
}

/** Says yes to what the caller was shown (`seen`, the hash in the approval). */
export function approveOrder(
  ctx: Ctx,
  { orderId, seen }: { orderId: string; seen: string },
): Promise<string> {
  return afresh(async () => {
    const frame = await loadForApprover(ctx, orderId);
    const { approval } = frame.order;
    if (approval !== null && approval.hash !== seen) {
      throw new AppError("STALE_VIEW", "It is not what you saw any more.");
    }
    const deed = { now: ctx.now, mover: moverOf(ctx) };
    await commitChange(ctx, frame, approve(frame, deed, await gatesOf([])), "other");
    return orderId;
  });
}

export function rejectOrder(
  ctx: Ctx,
  { orderId, reason }: { orderId: string; reason: string },
): Promise<string> {
  return afresh(async () => {
    const frame = await loadForApprover(ctx, orderId);
    const deed = { now: ctx.now, mover: moverOf(ctx) };
    await commitChange(ctx, frame, reject(frame, deed, reason), "other");
    return orderId;
  });
}
