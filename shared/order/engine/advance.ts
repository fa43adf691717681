import { after, secondMs } from "#shared/core/clock.ts";
import type { Outlook } from "./claim.ts";
import { isGated } from "./claim.ts";
import {
  awaitConfirm,
  conclude,
  endOrder,
  endStopped,
  failNode,
  rest,
  stepOn,
} from "./conclude.ts";
import { isDue, isEnded, isMoving, lastSeqOf, type Frame } from "./frame.ts";
import { Move, type Change } from "./move.ts";
import { takeIn } from "./settle.ts";
import { stopAll } from "./stop.ts";
import { runOut } from "./work.ts";

/**
 * Everything that is due by time or by itself: time-outs, lost calls, the start of a scheduled order, entering the
 * next node. `outlook` is needed for a node that is about to begin. Null: nothing to do.
 */
export function advance(frame: Frame, now: string, outlook: Outlook | null): Change | null {
  const move = new Move(frame, now);
  const isMoved = isEnded(frame.order)
    ? judge(move)
    : isMoving(frame.order)
      ? drive(move, outlook)
      : wake(move);
  return isMoved ? move.finish() : null;
}

/** Nothing has brought the alert back in the time of observation. */
function judge(move: Move): boolean {
  const { watch } = move.order;
  if (watch === null || watch.verdict !== null || !isDue(watch.until, move.now)) return false;
  move.set({ watch: { ...watch, verdict: "effective" } });
  move.tell("order.judged", { to: "effective" });
  return true;
}

/** States that wait for people or for their time. */
function wake(move: Move): boolean {
  const { order, node, now } = move;
  if (order.state === "scheduled") return isDue(order.startAt, now) && start(move);
  if (order.state === "waiting_confirm")
    return isDue(node?.dueAt ?? null, now) && unconfirmed(move);
  if (!isDue(order.dueAt, now)) return false;
  move.tell("order.expired", {}, { kind: "order.ended", to: ["starter", "owners"] });
  endOrder(move, "expired");
  return true;
}

/** From now on it runs. */
export function start(move: Move): boolean {
  const { timeoutSeconds } = move.order;
  const deadlineAt = after(move.now, timeoutSeconds * secondMs);
  move.set({ state: "running", startedAt: move.now, startAt: null, dueAt: null, deadlineAt });
  move.tell("order.started");
  return true;
}

/** Nobody confirmed in time: what then happens was said beforehand. */
function unconfirmed(move: Move): boolean {
  const { ifUnconfirmed } = move.current().strategy;
  move.tellNode(
    "node.declined",
    { comment: "time" },
    { kind: "order.stuck", to: ["starter", "owners"] },
  );
  const isBegun = move.works.some(({ state }) => state !== "pending");
  move.setNode({ state: isBegun ? "running" : "pending", dueAt: null });
  if (ifUnconfirmed === "proceed") {
    move.setNode({ confirmedAt: move.now });
    move.set({ state: "running" });
  } else if (ifUnconfirmed === "pause") {
    rest(move);
  } else {
    stopAll(move, { as: "failed", by: move.mover.person, reason: null });
  }
  return true;
}

function drive(move: Move, outlook: Outlook | null): boolean {
  const isLate = overtime(move);
  const isLost = recoverWork(move);
  if (isLost) conclude(move);
  if (isLate || isLost) return true;
  return enter(move, outlook);
}

/** The time of the order or of its group is over. */
function overtime(move: Move): boolean {
  const { order, group, now } = move;
  if (order.ending !== null || order.restsFrom !== null) return false;
  const isOver = isDue(order.deadlineAt, now);
  if (!isOver && !(group?.finishedAt === null && isDue(group.deadlineAt, now))) return false;
  stopAll(move, { as: "timed_out", by: move.mover.person, reason: null });
  return true;
}

/** Calls whose lease is over have no answer; reports that did not come in time never will. */
function recoverWork(move: Move): boolean {
  const { now } = move;
  const calls = move.works.filter((one) => one.phase === "calling" && isDue(one.leaseAt, now));
  for (const work of calls) {
    takeIn(move, work, { kind: "no_answer", message: "The call was interrupted." });
  }
  const silent = move.works.filter(
    ({ phase, deadlineAt }) =>
      (phase === "awaiting_callback" || phase === "awaiting_person") && isDue(deadlineAt, now),
  );
  for (const work of silent) runOut(move, work);
  return calls.length + silent.length > 0;
}

/** Comes to the next node: a group, a node whose people are asked first, or one to be left out. */
function enter(move: Move, outlook: Outlook | null): boolean {
  const { order, node } = move;
  if (node === null || node.seq !== order.at) {
    if (order.at <= lastSeqOf(order)) return false;
    endOrder(move, "succeeded");
    return true;
  }
  if (order.ending !== null && node.state !== "running") {
    endStopped(move);
    return true;
  }
  if (node.state !== "pending") return false;
  if (order.isPausing) {
    rest(move);
    return true;
  }
  if (node.kind === "group") return enterGroup(move);
  return leaveOut(move) || gate(move, outlook);
}

function enterGroup(move: Move): boolean {
  const node = move.current();
  const { now } = move;
  if (node.confirmedAt === null) {
    awaitConfirm(move);
    return true;
  }
  const { timeoutSeconds } = node.strategy;
  const deadlineAt = timeoutSeconds === 0 ? null : after(now, timeoutSeconds * secondMs);
  move.setNode({ state: "running", startedAt: now, dueAt: null, deadlineAt });
  move.tellNode("group.started");
  move.set({ at: node.seq + 1 });
  return true;
}

/** A step of care in a part that is forced. */
function leaveOut(move: Move): boolean {
  const isLeftOut = move.current().strategy.gracefulOnly && move.group?.isForced === true;
  if (!isLeftOut) return false;
  move.setNode({ state: "skipped", reason: "forced", finishedAt: move.now });
  move.tellNode("node.skipped", { comment: "forced" });
  stepOn(move);
  return true;
}

function gate(move: Move, outlook: Outlook | null): boolean {
  if (outlook === null) return false;
  const { missing, hash, fault, parameters, sources } = outlook;
  if (isGated(move, outlook)) {
    const state = missing.length > 0 ? "waiting_params" : "waiting_confirm";
    awaitConfirm(move, { state, missing, parameters, sources, confirmHash: hash });
    return true;
  }
  if (fault === null) return false;
  move.setNode({ startedAt: move.now });
  failNode(move, "failed", fault);
  return true;
}
