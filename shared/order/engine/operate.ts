import { AppError } from "#shared/core/error.ts";
import type { NodeRecord, Work } from "#shared/order/record.ts";
import type { Outlook } from "./claim.ts";
import { endOrder, rest, stepOn } from "./conclude.ts";
import { isEnded, isMoving, movingState, runningOf, type Frame } from "./frame.ts";
import { Move, type Change, type Mover } from "./move.ts";
import { stopAll } from "./stop.ts";
import { again, endWork } from "./work.ts";

/** What people do to an order while it runs. */

type Deed = { now: string; mover: Mover };

function wrong(message: string): AppError {
  return new AppError("WRONG_STATE", message);
}

/** Somebody has seen what the node will do and lets it. `outlook` is what she saw, with what she filled in. */
export function confirm(frame: Frame, { now, mover }: Deed, outlook: Outlook | null): Change {
  const node = waitingNode(frame);
  const move = new Move(frame, now, mover);
  const isBegun = move.works.length > 0;
  const seen = { confirmedBy: mover.person, confirmedAt: now, dueAt: null, missing: [] };
  const state = isBegun ? "running" : "pending";
  if (outlook !== null && node.kind !== "group" && !isBegun) {
    const { parameters, sources, targets, hash } = outlook;
    move.setNode({ parameters, sources, targets, confirmHash: hash });
  }
  move.setNode({ ...seen, state });
  move.set({ state: movingState(move.order) });
  move.tellNode("node.confirmed", node.confirmHash === null ? {} : { hash: node.confirmHash });
  return move.finish();
}

/** She does not: the order rests. */
export function decline(frame: Frame, { now, mover }: Deed, reason: string): Change {
  waitingNode(frame);
  const move = new Move(frame, now, mover);
  const isBegun = move.works.length > 0;
  move.setNode({ state: isBegun ? "running" : "pending", dueAt: null });
  move.tellNode(
    "node.declined",
    { comment: reason },
    { kind: "order.stuck", to: ["starter", "owners"] },
  );
  rest(move);
  return move.finish();
}

function waitingNode({ order, node }: Frame): NodeRecord {
  const isWaiting = node?.state === "waiting_confirm" || node?.state === "waiting_params";
  if (order.state !== "waiting_confirm" || !isWaiting) throw wrong("Nothing is to be confirmed.");
  return node;
}

/** It rests as soon as nothing runs. */
export function pause(frame: Frame, { now, mover }: Deed, reason: string | null): Change {
  const { order, works } = frame;
  if (!isMoving(order) || order.ending !== null || order.isPausing) {
    throw wrong("Only an order that runs can be paused.");
  }
  const move = new Move(frame, now, mover);
  move.set({ isPausing: true });
  move.tell("order.pausing", reason === null ? {} : { comment: reason });
  if (runningOf(works).length === 0) rest(move);
  return move.finish();
}

export function resume(frame: Frame, { now, mover }: Deed): Change {
  const { order, node } = frame;
  if (order.isPausing) {
    const move = new Move(frame, now, mover);
    move.set({ isPausing: false });
    move.tell("order.resumed");
    return move.finish();
  }
  if (order.state !== "paused") throw wrong("This order is not paused.");
  if (node !== null && stuckStates.has(node.state)) {
    throw wrong("The step that failed must be retried, skipped or done by hand first.");
  }
  const move = new Move(frame, now, mover);
  move.set({ state: movingState(order) });
  move.tell("order.resumed");
  return move.finish();
}

const stuckStates = new Set(["failed", "timed_out", "unknown", "cancelled"]);

function stuckNode({ order, node }: Frame, seq: number): NodeRecord {
  const isStuck = node?.seq === seq && order.state === "paused" && stuckStates.has(node.state);
  if (!isStuck) throw wrong("Only a step that failed can be handled by an operator.");
  return node;
}

/**
 * Runs what failed of a node once more. What certainly failed is new work; what may have happened keeps its key,
 * so that the other side can tell, unless a fresh one is wished for.
 */
export function retry(
  frame: Frame,
  seq: number,
  { now, mover }: Deed,
  { key, reason }: { key?: "same" | "fresh" | undefined; reason: string | null },
): Change {
  stuckNode(frame, seq);
  const move = new Move(frame, now, mover);
  const state = move.works.length === 0 ? "pending" : "running";
  const isBegun = state === "running";
  for (const work of move.works.filter(({ state: end }) => stuckStates.has(end))) {
    again(move, work, { retries: retriesOf(work, key), tries: 0, deadlineAt: null, error: null });
  }
  const clean = { error: null, finishedAt: null, skipAskedBy: null };
  // A node that never began is looked at afresh: what kept it may be mended.
  move.setNode({ ...clean, state, ...(isBegun ? {} : { startedAt: null }) });
  move.set({ state: movingState(move.order) });
  move.tellNode("node.retried", reason === null ? {} : { comment: reason });
  return move.finish();
}

function retriesOf({ state, retries }: Work, key: "same" | "fresh" | undefined): number {
  const isFresh = key === undefined ? state === "failed" : key === "fresh";
  return isFresh ? retries + 1 : retries;
}

/** Goes on without the node. A critical one takes the word of two people. */
export function skip(frame: Frame, seq: number, { now, mover }: Deed, reason: string): Change {
  const node = stuckNode(frame, seq);
  const move = new Move(frame, now, mover);
  const isSecond = node.skipAskedBy !== null && node.skipAskedBy.id !== mover.person.id;
  if (node.strategy.isCritical && frame.order.plan !== null && !isSecond) {
    if (node.skipAskedBy !== null) {
      throw new AppError(
        "SECOND_PERSON_NEEDED",
        "Somebody else must agree to leave this step out.",
      );
    }
    move.setNode({ skipAskedBy: mover.person, reason });
    move.tellNode(
      "node.skipAsked",
      { comment: reason },
      { kind: "order.stuck", to: ["operators"] },
    );
    return move.finish();
  }
  endByHand(move, { state: "skipped", endedBy: mover.person, reason });
  move.set({ failures: move.order.failures + 1 });
  move.tellNode("node.skipped", { comment: reason });
  stepOn(move);
  return move.finish();
}

/** Takes an operator's word that the node's work was done. */
export function complete(
  frame: Frame,
  seq: number,
  { now, mover }: Deed,
  { reason, output }: { reason: string; output?: Record<string, unknown> | undefined },
): Change {
  stuckNode(frame, seq);
  const move = new Move(frame, now, mover);
  endByHand(move, { state: "succeeded", endedBy: mover.person, reason });
  move.setNode({ output: output ?? null });
  move.tellNode("node.completedByHand", { comment: reason });
  stepOn(move);
  return move.finish();
}

function endByHand(move: Move, part: Pick<NodeRecord, "state" | "endedBy" | "reason">): void {
  for (const work of move.works.filter(({ nextLookAt }) => nextLookAt !== null)) {
    move.setWork(work.index, { nextLookAt: null });
  }
  move.setNode({ ...part, finishedAt: move.now });
  move.set({ state: movingState(move.order) });
}

/** A person found out that the effect did not happen. */
export function declareFailed(
  frame: Frame,
  seq: number,
  { now, mover }: Deed,
  reason: string,
): Change {
  const node = stuckNode(frame, seq);
  if (node.state === "failed") throw wrong("This step has failed already.");
  const move = new Move(frame, now, mover);
  for (const work of move.works.filter(({ state }) => stuckStates.has(state))) {
    endWork(move, work, { state: "failed", finishedAt: work.finishedAt });
  }
  move.setNode({ state: "failed", endedBy: mover.person, reason });
  move.tellNode("node.failedByHand", { comment: reason });
  return move.finish();
}

/** Stops the order for good. */
export function cancel(frame: Frame, { now, mover }: Deed, reason: string): Change {
  if (isEnded(frame.order)) throw wrong("This order has ended.");
  if (frame.order.ending !== null) throw wrong("This order is being stopped already.");
  const move = new Move(frame, now, mover);
  move.tell("order.cancelling", { comment: reason });
  stopAll(move, { as: "cancelled", by: mover.person, reason });
  return move.finish();
}

/** Ends an order at once with the ticket whose task it is; a call that is under way is not called back. */
export function drop(frame: Frame, { now, mover }: Deed, reason: string): Change {
  if (isEnded(frame.order)) throw wrong("This order has ended.");
  const move = new Move(frame, now, mover);
  for (const work of move.works.filter(({ state }) => state === "running" || state === "pending")) {
    endWork(move, work, { state: "cancelled" });
  }
  const { node } = move;
  if (node !== null && node.startedAt !== null) {
    const by = { endedBy: mover.person, reason };
    move.setNode({ state: "cancelled", finishedAt: node.finishedAt ?? now, dueAt: null, ...by });
  }
  move.set({ ending: { as: "cancelled", by: mover.person, reason } });
  endOrder(move, "cancelled");
  return move.finish();
}

/** A part of a disaster recovery goes on without its steps of care. There is no way back from it. */
export function force(
  frame: Frame,
  group: NodeRecord,
  { now, mover }: Deed,
  reason: string,
): Change {
  if (isEnded(frame.order) || group.kind !== "group" || group.finishedAt !== null) {
    throw wrong("Only a part that is not over can be forced.");
  }
  if (group.isForced) throw wrong("This part is forced already.");
  const move = new Move(frame, now, mover);
  move.put({ ...group, isForced: true });
  move.tell("group.forced", { step: group.name, label: group.label, comment: reason });
  return move.finish();
}

/** What was done is undone in reverse: `undoing` are the nodes for it, numbered on behind the others. */
export function rollBack(
  frame: Frame,
  undoing: NodeRecord[],
  { now, mover }: Deed,
  reason: string,
): Change {
  const { order } = frame;
  const mayGoBack = new Set([
    "failed",
    "cancelled",
    "partially_succeeded",
    "timed_out",
    "succeeded",
  ]);
  if (!mayGoBack.has(order.state) || order.direction === "back") {
    throw wrong("Only an order that has ended can be rolled back.");
  }
  if (undoing.length === 0) throw wrong("Nothing of this order can be undone.");
  const move = new Move({ ...frame, node: null, group: null, works: [] }, now, mover);
  const deadlineAt = new Date(Date.parse(now) + order.timeoutSeconds * 1000).toISOString();
  const back = { state: "rolling_back", direction: "back", endedAt: null, watch: null } as const;
  const at = order.nodeCount + 1;
  move.set({ ...back, rollbackCount: undoing.length, at, failures: 0, deadlineAt });
  move.tell("order.rollingBack", { comment: reason, count: undoing.length });
  return move.finish();
}
