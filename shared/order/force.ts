import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { notFound } from "#shared/core/error.ts";
import { changePlanOrder } from "./change.ts";
import { force } from "./engine/force.ts";
import { getNode } from "./store.ts";

/** A part of a disaster recovery leaves out its steps of care from here on. */
export function forceGroup(
  ctx: Ctx,
  { orderId, seq, reason }: { orderId: string; seq: number; reason: string },
): Promise<string> {
  assertCan(ctx, "order:force");
  return changePlanOrder(ctx, { orderId, seq }, async (frame, deed) => {
    const group = await getNode(orderId, seq);
    if (group === undefined) throw notFound("node");
    return force(frame, group, deed, reason);
  });
}
