import { after, secondMs } from "#shared/core/clock.ts";
import type { Work } from "#shared/order/record.ts";
import type { Move } from "./move.ts";
import { again, endWork, lookLater, wantCall } from "./work.ts";
import { isDue } from "./frame.ts";

/** Calls and looks that brought no answer: nobody knows what the other side did. */

/** An effect of unknown end may be caused again this often, where that does no harm. */
const mostRepeats = 5;
/** So many silent looks in a row, and nobody can say what became of the operation. */
const mostSilent = 20;
const pauseSeconds = 10;

export function lose(move: Move, work: Work, message: string): void {
  const error = { code: "NO_ANSWER", message };
  if (work.phase === "polling") return stayWithout(move, work, error);
  switch (work.call) {
    case "start":
      return loseStart(move, work, error);
    case "find":
      return loseFind(move, work, error);
    case "cancel":
      return loseCancel(move, work, error);
    default:
      return loseStep(move, work, error);
  }
}

type Fault = { code: string; message: string };

function stayWithout(move: Move, work: Work, error: Fault): void {
  const silent = work.silent + 1;
  if (isDue(work.deadlineAt, move.now) || silent >= mostSilent) {
    return endWork(move, { ...work, silent }, { state: "unknown", error });
  }
  lookLater(move, work, { error, silent, polls: work.polls + 1 });
}

/** The one case in which a side effect may be doubled or lost: never called again unless that is harmless. */
function loseStart(move: Move, work: Work, error: Fault): void {
  const { traits } = move.current();
  if (traits?.canFind === true) return wantCall(move, work, "find", { error, tries: 0 });
  repeatOrGiveUp(move, work, error);
}

function repeatOrGiveUp(move: Move, work: Work, error: Fault): void {
  const { traits } = move.current();
  const isOver = isDue(work.deadlineAt, move.now);
  const mayRepeat = traits?.isIdempotent === true && work.attempt < mostRepeats;
  if (mayRepeat && !isOver && work.stopAs === null) return again(move, work, { error });
  endWork(move, work, { state: "unknown", error });
}

function loseFind(move: Move, work: Work, error: Fault): void {
  if (work.tries + 1 >= mostRepeats) return repeatOrGiveUp(move, work, error);
  const tryAt = after(move.now, pauseSeconds * secondMs);
  wantCall(move, work, "find", { error, tries: work.tries + 1, tryAt });
}

function loseCancel(move: Move, work: Work, error: Fault): void {
  if (work.tries + 1 >= mostRepeats) return lookLater(move, work, { error });
  const tryAt = after(move.now, pauseSeconds * secondMs);
  wantCall(move, work, "cancel", { error, tries: work.tries + 1, tryAt });
}

/** It may have been made: what the operation shows next tells. */
function loseStep(move: Move, work: Work, error: Fault): void {
  const step = work.call ?? "";
  const made = [...work.made, step];
  lookLater(move, work, { error, made, doubt: { step, looks: 0 } }, pauseSeconds);
}
