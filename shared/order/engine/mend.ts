import { AppError } from "#shared/core/error.ts";
import type { NodeRecord, Work } from "#shared/order/record.ts";
import { stepOn } from "./end.ts";
import { movingState, nodeAt, type Frame } from "./frame.ts";
import { Move, refusal, type Change, type Deed } from "./move.ts";
import { ended, failuresOf, hasFailed, renewed, repeated } from "./work.ts";

/** What an operator does about a node that failed and let its order rest. */

function failedNode(frame: Frame, seq: number): NodeRecord {
  const node = nodeAt(frame);
  const isStuck = node?.seq === seq && frame.order.state === "paused" && hasFailed(node);
  if (!isStuck) throw refusal("Only a step that failed can be handled by an operator.");
  return node;
}

export type Retry = { key?: "same" | "fresh" | undefined; reason: string | null };

/**
 * Runs what failed of a node once more. What certainly failed is new work; what may have happened keeps its key,
 * so that the other side can tell, unless a fresh one is wished for.
 */
export function retry(
  frame: Frame,
  seq: number,
  { now, mover }: Deed,
  { key, reason }: Retry,
): Change {
  failedNode(frame, seq);
  const move = new Move(frame, now, mover);
  for (const work of failuresOf(move.works)) move.setWork(again(work, key));
  // A node that never began is looked at afresh: what kept it may be mended.
  const hasBegun = move.works.length > 0;
  const place = hasBegun
    ? { state: "running" as const }
    : { state: "pending" as const, startedAt: null };
  move.setNode({ ...place, error: null, finishedAt: null, skipAskedBy: null });
  move.set({ state: movingState(move.order) });
  move.tellNode("node.retried", reason === null ? {} : { comment: reason });
  return move.finish();
}

function again(work: Work, key: Retry["key"]): Work {
  const isFresh = key === undefined ? work.state === "failed" : key === "fresh";
  const next = isFresh ? renewed(work) : repeated(work);
  // The same key says the same: whether it had begun before is what the call will show.
  const mayHaveBegun = !isFresh && work.state !== "failed";
  return { ...next, mayHaveBegun, tries: 0, silent: 0, deadlineAt: null, error: null };
}

/** Goes on without the node. A critical one takes the word of two people. */
export function skip(frame: Frame, seq: number, { now, mover }: Deed, reason: string): Change {
  const node = failedNode(frame, seq);
  const move = new Move(frame, now, mover);
  const { strategy, skipAskedBy } = node;
  const isForTwo = strategy.isCritical && frame.order.plan !== null;
  if (isForTwo && skipAskedBy === null) {
    move.setNode({ skipAskedBy: mover.person, reason });
    const tell = { kind: "order.stuck" as const, to: ["operators" as const] };
    move.tellNode("node.skipAsked", { comment: reason }, tell);
    return move.finish();
  }
  if (isForTwo && skipAskedBy?.id === mover.person.id) {
    const message = "Somebody else must agree to leave this step out.";
    throw new AppError("SECOND_PERSON_NEEDED", message);
  }
  endByHand(move, { state: "skipped", endedBy: mover.person, reason });
  move.set({ failures: move.order.failures + 1 });
  move.tellNode("node.skipped", { comment: reason });
  stepOn(move);
  return move.finish();
}

type Completion = { reason: string; output?: Record<string, unknown> | undefined };

/** Takes an operator's word that the node's work was done. */
export function complete(
  frame: Frame,
  seq: number,
  { now, mover }: Deed,
  { reason, output = undefined }: Completion,
): Change {
  failedNode(frame, seq);
  const move = new Move(frame, now, mover);
  endByHand(move, { state: "succeeded", endedBy: mover.person, reason, output: output ?? null });
  move.tellNode("node.completedByHand", { comment: reason });
  stepOn(move);
  return move.finish();
}

function endByHand(move: Move, part: Partial<NodeRecord>): void {
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
  const node = failedNode(frame, seq);
  if (node.state === "failed") throw refusal("This step has failed already.");
  const move = new Move(frame, now, mover);
  for (const work of failuresOf(move.works)) {
    if (work.state === "failed") continue;
    move.setWork({ ...ended(work, "failed", now), finishedAt: work.finishedAt });
  }
  move.setNode({ state: "failed", endedBy: mover.person, reason });
  move.tellNode("node.failedByHand", { comment: reason });
  return move.finish();
}
