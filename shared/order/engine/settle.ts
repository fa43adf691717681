import { after, secondMs } from "#shared/core/clock.ts";
import type { Operation, Outcome } from "#shared/action/driver.ts";
import type { Work } from "#shared/order/record.ts";
import { conclude } from "./conclude.ts";
import { isDue, type Frame } from "./frame.ts";
import { lose } from "./lose.ts";
import { Move, platform, type Change, type Mover } from "./move.ts";
import { again, endWork, lookLater, runOut, stopWork, wantCall } from "./work.ts";

/** What came of one call or look. `leaseAt` is that of the claim; a look has none. */
export type Result = { index: number; leaseAt: string | null; outcome: Outcome };

/**
 * Takes in what calls and looks brought. A result that fits its work no more (somebody stopped it, the lease ran
 * out) changes nothing; null when none fits.
 */
export function settle(frame: Frame, results: Result[], now: string): Change | null {
  const move = new Move(frame, now);
  const fitting = results.filter((result) => fits(frame, result));
  if (fitting.length === 0) return null;
  for (const { index, outcome } of fitting) takeIn(move, workOf(move, index), outcome);
  conclude(move);
  return move.finish();
}

/** What the other side, or a person, reports for work that awaits it. A repeated report changes nothing (null). */
export function report(
  frame: Frame,
  index: number,
  outcome: Outcome,
  now: string,
  mover: Mover = platform,
): Change | null {
  const work = frame.works.find((one) => one.index === index);
  const isAwaited = work?.phase === "awaiting_callback" || work?.phase === "awaiting_person";
  // A quick other side may report before its first answer has been taken in.
  const isCalling = work?.phase === "calling" && work.call === "start";
  if (work === undefined || work.state !== "running" || !(isAwaited || isCalling)) return null;
  const move = new Move(frame, now, mover);
  takeIn(move, work, outcome);
  conclude(move);
  return move.finish();
}

function workOf({ works }: Pick<Frame, "works">, index: number): Work {
  const work = works.find((one) => one.index === index);
  if (work === undefined) throw new Error(`no work ${index}`);
  return work;
}

function fits({ works, node, order }: Frame, { index, leaseAt }: Result): boolean {
  const work = works.find((one) => one.index === index);
  if (work === undefined || node?.seq !== order.at) return false;
  if (work.state === "timed_out") return leaseAt === null && work.nextLookAt !== null;
  if (work.state !== "running") return false;
  return leaseAt === null ? work.phase === "polling" : work.leaseAt === leaseAt;
}

export function takeIn(move: Move, work: Work, outcome: Outcome): void {
  if (work.state === "timed_out") return takeLate(move, work, outcome);
  react(move, work, outcome);
  const left = workOf(move, work.index);
  const isToStop = move.order.ending !== null && left.stopAs === null;
  if (isToStop && left.state === "running") stopWork(move, left, "cancelled");
  if (isToStop && left.state === "pending") endWork(move, left, { state: "cancelled" });
}

function react(move: Move, work: Work, outcome: Outcome): void {
  switch (outcome.kind) {
    case "succeeded": {
      const { output = null, text = null } = outcome;
      return endWork(move, work, { state: "succeeded", output, text, error: null });
    }
    case "failed":
      return fail(move, work, outcome);
    case "cancelled":
      return endWork(move, work, { state: work.stopAs ?? "cancelled" });
    case "started":
      return goOn(move, work, outcome);
    case "wants":
      return want(move, work, outcome);
    case "awaits_callback":
      return move.setWork(work.index, { phase: "awaiting_callback", leaseAt: null, call: null });
    case "awaits_person": {
      const { people } = outcome;
      move.setWork(work.index, { phase: "awaiting_person", leaseAt: null, call: null, people });
      return move.tellNode("node.personAsked", { people }, { kind: "order.asked", to: people });
    }
    case "throttled":
      return holdOff(move, work, outcome);
    case "no_answer":
      return lose(move, work, outcome.message);
  }
}

/** A failure is certain: as new work it may be tried again, as often as the step says. */
function fail(move: Move, work: Work, failed: Extract<Outcome, { kind: "failed" }>): void {
  const { code, message, output } = failed;
  const { strategy } = move.current();
  const error = { code, message };
  if (work.call === "cancel") {
    // The other side does not stop it.
    return work.stopAs === "timed_out" ? runOut(move, work) : lookLater(move, work, { error });
  }
  if (work.stopAs === null && work.tries + 1 < strategy.attempts) {
    const tryAt = after(move.now, strategy.retrySeconds * secondMs);
    const { tries, retries } = work;
    const fresh = { tries: tries + 1, retries: retries + 1, deadlineAt: null };
    return again(move, work, { error, tryAt, ...fresh });
  }
  endWork(move, work, { state: "failed", error, output: output ?? null });
}

/** It goes on outside. */
function goOn(
  move: Move,
  work: Work,
  { operation, progress, lookAfterSeconds }: Omit<Extract<Outcome, { kind: "started" }>, "kind">,
): void {
  const isStep = work.phase === "calling" && !["start", "cancel", "find"].includes(work.call ?? "");
  const made = isStep ? [...work.made, work.call ?? ""] : work.made;
  const polls = work.phase === "polling" ? work.polls + 1 : work.polls;
  const known = {
    operation,
    progress: progress ?? work.progress,
    made,
    polls,
    silent: 0,
    error: null,
  };
  const isOver = isDue(work.deadlineAt, move.now);
  if (isOver && work.stopAs === null) return stopWork(move, looked(move, work, known), "timed_out");
  if (isOver && work.stopAs === "timed_out") return runOut(move, looked(move, work, known));
  if (isOver) {
    const error = { code: "NOT_STOPPED", message: "It was to be stopped and went on." };
    return endWork(move, work, { ...known, state: "unknown", error });
  }
  lookLater(move, { ...work, polls }, { ...known, doubt: null }, lookAfterSeconds);
}

function looked(move: Move, work: Work, known: Partial<Work>): Work {
  lookLater(move, work, known);
  return workOf(move, work.index);
}

/** How many looks may still show a step as wanted whose call got no answer. */
const mostDoubtfulLooks = 5;

/** Each step is called once, however long the other side goes on showing that it wants it. */
function want(
  move: Move,
  work: Work,
  { step, operation, progress }: Extract<Outcome, { kind: "wants" }>,
): void {
  const shown = progress === undefined ? { operation } : { operation, progress };
  if (work.stopAs !== null) return goOn(move, work, shown);
  const { doubt } = work;
  if (doubt?.step === step) return doubtOn(move, work, { step, ...shown });
  if (work.made.includes(step)) return goOn(move, work, shown);
  if (isDue(work.deadlineAt, move.now)) return goOn(move, work, shown);
  wantCall(move, work, step, { ...shown, silent: 0, doubt: null });
}

function doubtOn(
  move: Move,
  work: Work,
  { step, operation }: { step: string; operation: Operation },
): void {
  const looks = (work.doubt?.looks ?? 0) + 1;
  if (move.current().traits?.isIdempotent === true) {
    return wantCall(move, work, step, { operation, doubt: null });
  }
  if (looks >= mostDoubtfulLooks) {
    const message = `Nobody knows whether the step ${step} was taken.`;
    return endWork(move, work, { state: "unknown", error: { code: "STEP_UNKNOWN", message } });
  }
  lookLater(move, work, { operation, doubt: { step, looks }, polls: work.polls + 1 });
}

/** Refused for now, without an effect: the same call later, with the same key. */
function holdOff(
  move: Move,
  work: Work,
  { afterSeconds, message }: Extract<Outcome, { kind: "throttled" }>,
): void {
  const error = { code: "THROTTLED", message };
  const seconds = Math.max(1, Math.min(3600, afterSeconds));
  if (work.phase === "polling") {
    return lookLater(move, work, { error, polls: work.polls + 1 }, seconds);
  }
  const tryAt = after(move.now, seconds * secondMs);
  if (work.call !== "start") return wantCall(move, work, work.call ?? "", { error, tryAt });
  if (isDue(work.deadlineAt, tryAt)) return endWork(move, work, { state: "failed", error });
  again(move, work, { error, tryAt });
}

/** So long an operation is looked at after its time was over: once a minute. */
const mostLateLooks = 500;

/** The verdict stands; what came of it after all is told. */
function takeLate(move: Move, work: Work, outcome: Outcome): void {
  const polls = work.polls + 1;
  const isOver = ["succeeded", "failed", "cancelled"].includes(outcome.kind);
  const isGivenUp = isOver || polls > mostLateLooks;
  const nextLookAt = isGivenUp ? null : after(move.now, 60 * secondMs);
  move.setWork(work.index, { polls, nextLookAt });
  if (!isOver) return;
  const said = "message" in outcome ? `: ${outcome.message}` : "";
  const target = work.target === null ? {} : { target: work.target };
  move.tellNode("node.lateResult", { comment: `${outcome.kind}${said}`, ...target });
}
