import { after, secondMs } from "#shared/core/clock.ts";
import type { NodeRecord, Work } from "#shared/order/record.ts";
import type { EndState, NodeState } from "#shared/order/schema.ts";
import { batchSizeOf, failuresOf, lastSeqOf, runningOf, toleratedOf } from "./frame.ts";
import type { Audience, Move } from "./move.ts";

/** What follows when work ends: the next batch, the next node, a rest, the end. */

/** Looks at the work of the current node and draws the conclusion. */
export function conclude(move: Move): void {
  const { node, order, works } = move;
  if (node?.state !== "running" || node.seq !== order.at) return;
  const isBusy = runningOf(works).length > 0;
  if (order.ending !== null) return isBusy ? undefined : endStopped(move);
  const failures = failuresOf(works);
  const isUnknown = failures.some(({ state }) => state === "unknown");
  if (isUnknown || failures.length > toleratedOf(node)) {
    // What runs may finish; nothing new begins.
    return isBusy ? undefined : failNode(move, worstOf(failures), errorOf(failures));
  }
  const isLeft = works.some(({ state }) => state === "pending");
  if (!isLeft) return isBusy ? undefined : passNode(move);
  const isBatchOver = works.every(
    ({ index, state }) => index >= node.batchEnd || (state !== "pending" && state !== "running"),
  );
  if (isBatchOver) nextBatch(move);
  if (move.order.isPausing && !isBusy) rest(move);
}

const badness = ["unknown", "timed_out", "failed", "cancelled"] as const;

function worstOf(failures: Work[]): (typeof badness)[number] {
  return badness.find((state) => failures.some((work) => work.state === state)) ?? "failed";
}

function errorOf(failures: Work[]): NodeRecord["error"] {
  const worst = worstOf(failures);
  return failures.find(({ state, error }) => state === worst && error !== null)?.error ?? null;
}

/** The targets of one batch are done with; the next ones wait a while, or for somebody's word. */
function nextBatch(move: Move): void {
  const node = move.current();
  const { strategy, batchEnd } = node;
  const failed = failuresOf(move.works).length;
  move.tellNode("node.batch", { count: batchEnd, failed });
  move.setNode({ batchEnd: batchEnd + batchSizeOf(node) });
  if (strategy.confirmBatches && move.order.direction === "forward") return awaitConfirm(move);
  const { batchPauseSeconds } = strategy;
  const dueAt = batchPauseSeconds === 0 ? null : after(move.now, batchPauseSeconds * secondMs);
  move.setNode({ dueAt });
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

/** The work of the current node is done, apart from failures the step tolerates. */
export function passNode(move: Move): void {
  const { works } = move;
  const node = move.current();
  const failed = failuresOf(works).length;
  const [only] = node.targets === null ? works : [];
  const output = only?.output ?? { targets: node.targets ?? [], failed };
  move.setNode({ state: "succeeded", output, error: null, finishedAt: move.now, dueAt: null });
  move.set({ failures: move.order.failures + failed });
  move.tellNode("node.succeeded", node.targets === null ? {} : { count: works.length, failed });
  stepOn(move);
}

/** Goes on behind the current node, which has ended one way or another. */
export function stepOn(move: Move): void {
  const { seq } = move.current();
  if (move.group?.lastSeq === seq) endGroup(move, "succeeded");
  move.set({ at: seq + 1 });
  const { failures, direction, isPausing } = move.order;
  if (seq + 1 > lastSeqOf(move.order)) {
    const good = direction === "back" ? "rolled_back" : "succeeded";
    const bad = direction === "back" ? "rollback_failed" : "partially_succeeded";
    return endOrder(move, failures === 0 ? good : bad);
  }
  if (isPausing) rest(move);
}

function endGroup(move: Move, state: NodeState): void {
  if (move.group === null || move.group.finishedAt !== null) return;
  move.setGroup({ state, finishedAt: move.now });
  move.tell("group.ended", { step: move.group.name, label: move.group.label, to: state });
}

const failureEvents = {
  failed: "node.failed",
  timed_out: "node.timedOut",
  unknown: "node.unknown",
  cancelled: "node.cancelled",
} as const;

/** The current node failed: the order rests, ends, or goes on, as the step says. */
export function failNode(
  move: Move,
  state: keyof typeof failureEvents,
  error: NodeRecord["error"],
): void {
  move.setNode({ state, error, finishedAt: move.now, dueAt: null });
  const { strategy } = move.current();
  const { direction } = move.order;
  const needsPerson = state === "unknown" || direction === "back" || strategy.onFailure === "pause";
  const data = error === null ? {} : { error: error.message };
  const to: Audience[] = ["starter", "owners", "operators"];
  move.tellNode(failureEvents[state], data, needsPerson ? { kind: "order.stuck", to } : null);
  if (needsPerson) return rest(move);
  if (strategy.onFailure === "continue") {
    move.set({ failures: move.order.failures + 1 });
    return stepOn(move);
  }
  endGroup(move, "failed");
  endOrder(move, "failed");
}

/** The order rests until somebody lets it go on. */
export function rest(move: Move): void {
  move.set({ state: "paused", isPausing: false });
  move.tell("order.paused");
}

/** Nothing runs any more of an order that is being stopped. */
export function endStopped(move: Move): void {
  const { node, works } = move;
  const as = move.order.ending?.as ?? "cancelled";
  const wasBegun = node !== null && node.seq === move.order.at && node.startedAt !== null;
  if (wasBegun && node.finishedAt === null) {
    const failures = failuresOf(works);
    const isDone = works.length > 0 && works.every(({ state }) => state === "succeeded");
    const state = isDone ? "succeeded" : failures.length === 0 ? "cancelled" : worstOf(failures);
    const output = isDone ? (works[0]?.output ?? null) : null;
    move.setNode({ state, output, error: errorOf(failures), finishedAt: move.now, dueAt: null });
    move.tellNode(state === "succeeded" ? "node.succeeded" : failureEvents[state]);
  }
  endGroup(move, as === "cancelled" ? "cancelled" : "failed");
  endOrder(move, move.order.direction === "back" ? "rollback_failed" : as);
}

/** The end. What it was to do for its own sake is told to those who care. */
export function endOrder(move: Move, state: EndState): void {
  const { watch, ending } = move.order;
  const isGood = state === "succeeded" || state === "partially_succeeded";
  const comment = ending?.reason;
  move.set({
    state,
    endedAt: move.now,
    ending: null,
    isPausing: false,
    dueAt: null,
    deadlineAt: null,
    restsFrom: null,
    watch:
      watch === null || !isGood
        ? null
        : { ...watch, until: after(move.now, watch.seconds * secondMs) },
  });
  const data = { to: state, ...(comment ? { comment } : {}) };
  move.tell("order.ended", data, { kind: "order.ended", to: ["starter", "owners"] });
}
