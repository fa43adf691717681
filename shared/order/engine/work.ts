import { after, secondMs } from "#shared/core/clock.ts";
import type { Work } from "#shared/order/record.ts";
import type { Move } from "./move.ts";

/** The ways in which a piece of work goes on or ends. */

/** The first look comes soon, further ones further apart. Seconds. */
const lookSeconds = [4, 10, 10, 20, 20, 30, 60];

/** It goes on outside, and is looked at again. */
export function lookLater(
  move: Move,
  work: Work,
  part: Partial<Work>,
  seconds = lookSeconds[Math.min(work.polls, lookSeconds.length - 1)] ?? 60,
): void {
  const nextLookAt = after(move.now, seconds * secondMs);
  const looking = { phase: "polling", call: null, leaseAt: null, nextLookAt } as const;
  move.setWork(work.index, { ...looking, ...part });
}

/** A call is wanted, now or at `tryAt`. */
export function wantCall(move: Move, work: Work, call: string, part: Partial<Work> = {}): void {
  const wanting = { phase: "wants", call, leaseAt: null, nextLookAt: null } as const;
  move.setWork(work.index, { ...wanting, ...part });
}

/** Back to its beginning: the same work with the same key, or with a higher `retries` new work. */
export function again(move: Move, work: Work, part: Partial<Work>): void {
  const clean = { operation: null, polls: 0, silent: 0, made: [], doubt: null, progress: null };
  const pending = { state: "pending", phase: null, call: null, leaseAt: null } as const;
  const idle = { nextLookAt: null, finishedAt: null, tryAt: null, stopAs: null };
  move.setWork(work.index, { ...clean, ...pending, ...idle, ...part });
}

export function endWork(move: Move, work: Work, part: Partial<Work> & Pick<Work, "state">): void {
  const over = { phase: null, call: null, leaseAt: null, nextLookAt: null, tryAt: null };
  move.setWork(work.index, { ...over, finishedAt: move.now, ...part });
}

/** Stops an operation, because the order is stopped or its time is over; it will then have ended `as` told. */
export function stopWork(move: Move, work: Work, as: "cancelled" | "timed_out"): void {
  const { traits } = move.current();
  if (work.phase === "calling") return;
  if (traits?.canCancel === true && work.operation !== null) {
    return wantCall(move, work, "cancel", { stopAs: as, tries: 0 });
  }
  if (as === "timed_out") return runOut(move, work);
  // What nobody can stop is waited for, unless it waits for us or for somebody.
  if (work.phase === "polling") return move.setWork(work.index, { stopAs: as });
  endWork(move, work, { state: "cancelled" });
}

/** The verdict; what comes of it after all is looked for a while longer, and told. */
export function runOut(move: Move, work: Work): void {
  const nextLookAt = work.operation === null ? null : after(move.now, 60 * secondMs);
  const error = work.error ?? { code: "TIMED_OUT", message: "No end within the time allowed." };
  endWork(move, work, { state: "timed_out", error, nextLookAt });
}
