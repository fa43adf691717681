import { can, type Ctx } from "#shared/core/ctx.ts";
import { mayTurnBack } from "#shared/order/engine/back.ts";
import { isEnded, isMoving } from "#shared/order/engine/frame.ts";
import { hasFailed } from "#shared/order/engine/work.ts";
import type { NodeRecord, OrderRecord, Work } from "#shared/order/record.ts";
import type { NodeDeed, OrderDeed } from "#shared/order/schema.ts";
import { isTask } from "#shared/order/task.ts";
import type { PersonRef } from "#shared/ticket/state.ts";

/** What the caller may do now: the verbs decide again, this only spares her the refusal. */

export type Viewer = { ctx: Ctx; userId: string; principals: ReadonlySet<string> };

/** Named herself, or standing in for somebody who is. */
export function isNamed(people: readonly PersonRef[], { userId, principals }: Viewer): boolean {
  return people.some(({ id }) => id === userId || principals.has(id));
}

function isOperator({ ctx }: Viewer): boolean {
  return can(ctx, "order:operate");
}

/** What of its nodes decides what may be done with an order. */
type Nodes = {
  /** How many could be undone. */
  reversible: number;
  /** The one whose turn it is failed: it is dealt with first. */
  isStuck: boolean;
};

export function mayOf(
  order: OrderRecord,
  viewer: Viewer,
  { reversible, isStuck }: Nodes,
): OrderDeed[] {
  const isOwn = order.requester.id === viewer.userId;
  if (isTask(order)) {
    return isOperator(viewer) && !isOwn && !isEnded(order) ? ["return"] : [];
  }
  const deeds: [OrderDeed, boolean][] = [
    ["fill", order.state === "waiting_params" && isOperator(viewer)],
    ["approve", mayApprove(order, viewer)],
    ["reject", mayApprove(order, viewer)],
    ["pause", isMoving(order) && order.ending === null && !order.isPausing && isOperator(viewer)],
    ["resume", mayResume(order, isStuck) && isOperator(viewer)],
    ["cancel", !isEnded(order) && order.ending === null && isOperator(viewer)],
    ["rollback", mayTurnBack(order) && reversible > 0 && isOperator(viewer)],
    ["review", order.review?.doneAt === null && isNamed(order.review.by, viewer)],
  ];
  return deeds.flatMap(([deed, isAllowed]) => (isAllowed ? [deed] : []));
}

function mayApprove({ state, approval, requester }: OrderRecord, viewer: Viewer): boolean {
  if (state !== "pending_approval" || approval === null || requester.id === viewer.userId)
    return false;
  if (approval.by.some(({ id }) => id === viewer.userId)) return false;
  return approval.from.length === 0 ? isOperator(viewer) : isNamed(approval.from, viewer);
}

function mayResume({ state, isPausing }: OrderRecord, isStuck: boolean): boolean {
  return isPausing || (state === "paused" && !isStuck);
}

export function mayOfNode(
  order: OrderRecord,
  node: NodeRecord,
  works: Work[],
  viewer: Viewer,
): NodeDeed[] {
  const isCurrent = node.seq === order.at;
  const isOwn = order.requester.id === viewer.userId && isTask(order);
  const operates = isOperator(viewer) && !isOwn;
  const isConfirm = isCurrent && order.state === "waiting_confirm";
  const confirms = node.confirmers.length === 0 ? operates : isNamed(node.confirmers, viewer);
  const isToMend = isCurrent && order.state === "paused" && hasFailed(node) && operates;
  const isMine = works.some(
    ({ phase, people }) => phase === "awaiting_person" && isNamed(people, viewer),
  );
  const deeds: [NodeDeed, boolean][] = [
    ["confirm", isConfirm && confirms],
    ["decline", isConfirm && confirms],
    ["retry", isToMend],
    ["skip", isToMend && node.skipAskedBy?.id !== viewer.userId],
    ["complete", isToMend],
    ["fail", isToMend && node.state !== "failed"],
    ["force", mayForce(order, node) && can(viewer.ctx, "order:force")],
    ["perform", isMine && !isEnded(order)],
  ];
  return deeds.flatMap(([deed, isAllowed]) => (isAllowed ? [deed] : []));
}

function mayForce(order: OrderRecord, node: NodeRecord): boolean {
  const isAhead = !isEnded(order) && order.ending === null && order.direction === "forward";
  return node.kind === "group" && !node.isForced && node.finishedAt === null && isAhead;
}
