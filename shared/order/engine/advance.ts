import { nodeAt, isDue, isEnded, isMoving, isOvertime, overdueOf, type Frame } from "./frame.ts";
import { arrive } from "./arrive.ts";
import { conclude } from "./conclude.ts";
import { unanswered } from "./confirm.ts";
import { endOrder } from "./end.ts";
import { Move, type Change } from "./move.ts";
import type { Outlook } from "./outlook.ts";
import { takeIn } from "./settle.ts";
import { start } from "./gate.ts";
import { stopAll } from "./stop.ts";
import { timedOut } from "./work.ts";

/**
 * Everything that is due by time or by itself: time-outs, lost calls, the start of a scheduled order, entering the
 * next node. `outlook` is needed for a node that is about to begin. Null: nothing to do.
 */
export function advance(frame: Frame, now: string, outlook: Outlook | null): Change | null {
  const move = new Move(frame, now);
  return happens(move, outlook) ? move.finish() : null;
}

function happens(move: Move, outlook: Outlook | null): boolean {
  if (isEnded(move.order)) return [judge(move), demandReview(move)].includes(true);
  if (!isMoving(move.order)) return wake(move);
  return overtime(move) || recover(move) || arrive(move, outlook);
}

/** Nothing has brought the alert back in the time of observation. */
function judge(move: Move): boolean {
  const { watch } = move.order;
  if (watch === null || watch.verdict !== null || !isDue(watch.until, move.now)) return false;
  move.set({ watch: { ...watch, verdict: "effective" } });
  move.tell("order.judged", { to: "effective" });
  return true;
}

/** Once: whoever was to look at a start behind broken glass has not. */
function demandReview(move: Move): boolean {
  const { review } = move.order;
  if (review === null || review.doneAt !== null || review.remindedAt !== null) return false;
  if (!isDue(review.dueAt, move.now)) return false;
  move.set({ review: { ...review, remindedAt: move.now } });
  move.tell(
    "order.reviewOverdue",
    {},
    { kind: "order.reviewOverdue", to: [...review.by, "owners"] },
  );
  return true;
}

/** States that wait for people or for their time. */
function wake(move: Move): boolean {
  const { order, now } = move;
  switch (order.state) {
    case "scheduled":
      if (!isDue(order.startAt, now)) return false;
      start(move);
      return true;
    case "waiting_confirm":
      if (!isDue(nodeAt(move)?.dueAt ?? null, now)) return false;
      unanswered(move);
      return true;
    case "waiting_params":
    case "pending_approval":
      if (!isDue(order.dueAt, now)) return false;
      move.tell("order.expired");
      endOrder(move, "expired");
      return true;
    default:
      return false;
  }
}

/** The time of the order or of the part it is in is over. */
function overtime(move: Move): boolean {
  if (!isOvertime(move, move.now)) return false;
  stopAll(move, { as: "timed_out", by: move.mover.person, reason: null });
  return true;
}

/** Calls whose lease is over have no answer; reports that did not come in time never will. */
function recover(move: Move): boolean {
  const { now } = move;
  const { lost, silent } = overdueOf(move, now);
  for (const work of lost) {
    takeIn(move, work, { kind: "no_answer", message: "The call was interrupted." });
  }
  for (const work of silent) move.setWork(timedOut(work, now));
  if (lost.length + silent.length === 0) return false;
  conclude(move);
  return true;
}
