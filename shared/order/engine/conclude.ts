import { after, secondMs } from "#shared/core/clock.ts";
import type { NodeRecord, Work } from "#shared/order/record.ts";
import {
  batchSizeOf,
  isBatchOver,
  isBatchUnconfirmed,
  isToConclude,
  verdictOf,
  type Failure,
} from "./batch.ts";
import { endGroup, endOrder, rest, stepOn } from "./end.ts";
import { isMoving, nodeAt } from "./frame.ts";
import type { Audience, Move } from "./move.ts";
import { failuresOf, runningOf } from "./work.ts";

/** What follows when work of the current node ends: the next batch, the end of the node, that of the order. */

/** Draws the conclusion as soon as nothing of the node runs. True when something followed. */
export function conclude(move: Move): boolean {
  const { order, works } = move;
  const node = nodeAt(move);
  // An order that rests stays at rest: what came of its work is seen when it goes on.
  if (!isMoving(order) || node?.state !== "running" || runningOf(works).length > 0) return false;
  if (order.ending !== null) endStopped(move);
  else if (isToConclude(node, works)) follow(move, node);
  else if (order.isPausing) rest(move);
  else return false;
  return true;
}

function follow(move: Move, node: NodeRecord): void {
  const verdict = verdictOf(node, move.works);
  if (verdict === "succeeded") return passNode(move);
  if (verdict !== "open") return failNode(move, verdict, errorOf(move.works, verdict));
  if (isBatchOver(node, move.works)) nextBatch(move);
  if (move.order.isPausing) rest(move);
  else if (isBatchUnconfirmed(move.current())) awaitConfirm(move);
}

function errorOf(works: readonly Work[], verdict: Failure): NodeRecord["error"] {
  return works.find(({ state, error }) => state === verdict && error !== null)?.error ?? null;
}

/** The targets of one batch are done with; the next ones wait a while, or for somebody's word. */
function nextBatch(move: Move): void {
  const node = move.current();
  const { strategy, batchEnd } = node;
  const { batchPauseSeconds: seconds, confirmBatches } = strategy;
  move.tellNode("node.batch", { count: batchEnd, failed: failuresOf(move.works).length });
  const word = confirmBatches ? { confirmedBy: null, confirmedAt: null } : {};
  const dueAt = seconds === 0 || confirmBatches ? null : after(move.now, seconds * secondMs);
  move.setNode({ ...word, batchEnd: batchEnd + batchSizeOf(node), dueAt });
}

/** Somebody is asked to confirm what comes next, or to give the values it lacks. */
export function awaitConfirm(move: Move, part: Partial<NodeRecord> = {}): void {
  const { confirmTimeoutSeconds: seconds } = move.current().strategy;
  const dueAt = seconds === 0 ? null : after(move.now, seconds * secondMs);
  const asking = { state: "waiting_confirm", confirmedBy: null, confirmedAt: null } as const;
  move.setNode({ ...asking, dueAt, ...part });
  move.set({ state: "waiting_confirm" });
  const to: Audience[] = ["confirmers", "starter"];
  move.tellNode("node.waiting", {}, { kind: "order.confirmAsked", to });
}

/** Of a node with targets: those that were done, and how many failed. */
function outputOf({ targets }: NodeRecord, works: readonly Work[]): NodeRecord["output"] {
  if (targets === null) return works[0]?.output ?? null;
  const done = works.filter(({ state }) => state === "succeeded");
  return { targets: done.map(({ target }) => target), failed: failuresOf(works).length };
}

/** The work of the current node is done, apart from failures the step tolerates. */
export function passNode(move: Move): void {
  succeed(move);
  stepOn(move);
}

function succeed(move: Move): void {
  const { works, now } = move;
  const node = move.current();
  const failed = failuresOf(works).length;
  const over = { error: null, finishedAt: now, dueAt: null };
  move.setNode({ state: "succeeded", output: outputOf(node, works), ...over });
  move.set({ failures: move.order.failures + failed });
  move.tellNode("node.succeeded", node.targets === null ? {} : { count: works.length, failed });
}

const failureEvents = {
  failed: "node.failed",
  timed_out: "node.timedOut",
  unknown: "node.unknown",
  cancelled: "node.cancelled",
} as const;

/** The current node failed: the order rests, ends, or goes on, as the step says. */
export function failNode(move: Move, state: Failure, error: NodeRecord["error"]): void {
  const { onFailure } = move.current().strategy;
  const isBack = move.order.direction === "back";
  const needsPerson = state === "unknown" || isBack || onFailure === "pause";
  const to: Audience[] = ["starter", "owners", "operators"];
  fail(move, state, error);
  const data = error === null ? {} : { error: error.message };
  move.tellNode(failureEvents[state], data, needsPerson ? { kind: "order.stuck", to } : null);
  if (needsPerson) return rest(move);
  if (onFailure === "abort") {
    endGroup(move, "failed");
    return endOrder(move, "failed");
  }
  move.set({ failures: move.order.failures + 1 });
  stepOn(move);
}

function fail(move: Move, state: Failure, error: NodeRecord["error"]): void {
  move.setNode({ state, error, finishedAt: move.now, dueAt: null });
}

/** Nothing runs any more of an order that is being stopped. */
export function endStopped(move: Move): void {
  const as = move.order.ending?.as ?? "cancelled";
  const node = nodeAt(move);
  if (node !== null && node.finishedAt === null) cutOff(move, node);
  endGroup(move, as === "cancelled" || as === "timed_out" ? as : "failed");
  endOrder(move, move.order.direction === "back" ? "rollback_failed" : as);
}

/** What a node came to at which the order was stopped. */
function cutOff(move: Move, node: NodeRecord): void {
  const { works } = move;
  if (node.startedAt === null) {
    if (node.state !== "pending") move.setNode({ state: "not_run", dueAt: null });
    return;
  }
  const isCut = works.some(({ state }) => state === "pending" || state === "cancelled");
  const verdict = verdictOf(node, works);
  if (verdict === "succeeded" && !isCut) return succeed(move);
  const state = verdict === "succeeded" || verdict === "open" ? "cancelled" : verdict;
  fail(move, state, errorOf(works, state));
  move.tellNode(failureEvents[state]);
}
