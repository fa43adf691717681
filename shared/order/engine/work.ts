import { after, secondMs } from "#shared/core/clock.ts";
import type { Traits, Work } from "#shared/order/record.ts";
import type { NodeState } from "#shared/order/schema.ts";
import type { Strategy } from "#shared/plan/schema.ts";
import { lateLookSeconds, lookSeconds } from "./limits.ts";

/** One operation, or what a node does to one of its targets: the ways in which it goes on or ends. */

/** What a piece of work needs to know of its node. */
export type Site = { now: string; traits: Traits; strategy: Strategy };

/** Work that nobody has begun. */
export function newWork(index: number, target: string | null): Work {
  return {
    index,
    target,
    turn: 0,
    state: "pending",
    phase: null,
    call: null,
    made: [],
    doubt: null,
    stopAs: null,
    mayHaveBegun: false,
    attempt: 0,
    retries: 0,
    tries: 0,
    silent: 0,
    operation: null,
    polls: 0,
    nextLookAt: null,
    leaseAt: null,
    deadlineAt: null,
    tryAt: null,
    startedAt: null,
    finishedAt: null,
    output: null,
    text: null,
    error: null,
    late: null,
    progress: null,
    people: [],
  };
}

const failedStates: ReadonlySet<NodeState> = new Set([
  "failed",
  "timed_out",
  "unknown",
  "cancelled",
]);

export function hasFailed({ state }: { state: NodeState }): boolean {
  return failedStates.has(state);
}

export function failuresOf(works: readonly Work[]): Work[] {
  return works.filter(hasFailed);
}

export function runningOf(works: readonly Work[]): Work[] {
  return works.filter(({ state }) => state === "running");
}

/** A call to an operation that is known: neither its start nor what stops or finds it. */
export function isStep({ phase, call }: Work): boolean {
  return phase === "calling" && call !== "start" && call !== "find" && call !== "cancel";
}

const still = { phase: null, call: null, leaseAt: null, nextLookAt: null, tryAt: null } as const;

/** Looks come further apart the more there were. */
function secondsToLook({ polls }: Work): number {
  return lookSeconds[polls] ?? lookSeconds[lookSeconds.length - 1] ?? 60;
}

/** It goes on outside, and is looked at again: at its deadline at the latest. */
export function looking(work: Work, now: string, seconds = secondsToLook(work)): Work {
  const { deadlineAt } = work;
  const at = after(now, seconds * secondMs);
  const isBefore = deadlineAt !== null && deadlineAt > now && deadlineAt < at;
  return { ...work, ...still, phase: "polling", nextLookAt: isBefore ? deadlineAt : at };
}

/** A call is wanted, now or at `tryAt`. */
export function wanting(work: Work, call: string, tryAt: string | null = null): Work {
  return { ...work, ...still, phase: "wants", call, tryAt };
}

/** Somebody else reports its end. */
export function awaiting(work: Work, phase: "awaiting_callback" | "awaiting_person"): Work {
  return { ...work, ...still, phase, mayHaveBegun: false };
}

/** The same work once more from its start, with the same key. */
export function repeated(work: Work, tryAt: string | null = null): Work {
  const { index, target, turn, mayHaveBegun, attempt, retries, tries, silent } = work;
  const { deadlineAt, startedAt, error } = work;
  const kept = { turn, mayHaveBegun, attempt, retries, tries, silent, deadlineAt, startedAt };
  return { ...newWork(index, target), ...kept, error, tryAt };
}

/** New work in its place: another key, and time of its own. */
export function renewed(work: Work, tryAt: string | null = null): Work {
  const again = { mayHaveBegun: false, silent: 0, deadlineAt: null };
  return { ...repeated(work, tryAt), ...again, retries: work.retries + 1 };
}

type Ended = "succeeded" | "failed" | "timed_out" | "unknown" | "cancelled";

export function ended(work: Work, state: Ended, now: string, part: Partial<Work> = {}): Work {
  const over = { stopAs: null, mayHaveBegun: false, finishedAt: now };
  return { ...work, ...still, ...over, state, ...part };
}

const unheard = { code: "NO_ANSWER", message: "Nobody knows whether it has happened." };

/** Nobody knows its end: a person must find out. */
export function unknown(work: Work, now: string, error = work.error ?? unheard): Work {
  return ended(work, "unknown", now, { error, nextLookAt: lateLookOf(work, now) });
}

/** The verdict: it took too long. */
export function timedOut(work: Work, now: string): Work {
  const error = work.error ?? { code: "TIMED_OUT", message: "No end within the time allowed." };
  return ended(work, "timed_out", now, { error, nextLookAt: lateLookOf(work, now) });
}

function lateLookOf({ operation }: Work, now: string): string | null {
  return operation === null ? null : after(now, lateLookSeconds.first * secondMs);
}
