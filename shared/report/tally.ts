import type { Outcome, TicketState } from "#shared/ticket/state.ts";
import type { Figures } from "./schema.ts";
import { bucketOf, quantileOf, type Sketch } from "./sketch.ts";

export const counters = [
  "submitted",
  "completed",
  "approved",
  "vetoed",
  "withdrawn",
  "expired",
  "failed",
  "returns",
  "ratings",
  "ratingSum",
  "handlingMsSum",
] as const;
export type Counter = (typeof counters)[number];

/** Sums over tickets, and the histogram of their handling times. Two of them add up to a third. */
export type Tally = Record<Counter, number> & { handling: Sketch };

/** What one ticket adds to a tally. None of it is ever taken back: returns grow, the rest is final. */
export type Countable = {
  state: TicketState;
  outcome: Outcome | null;
  returns: number;
  score: number | null;
  handlingMs: number | null;
};

export function emptyTally(): Tally {
  const zeros = Object.fromEntries(counters.map((name) => [name, 0]));
  return { ...(zeros as Record<Counter, number>), handling: {} };
}

export function tallyOf({ state, outcome, returns, score, handlingMs }: Countable): Tally {
  const isCompleted = state === "completed";
  return {
    ...emptyTally(),
    submitted: 1,
    completed: isCompleted ? 1 : 0,
    ...(outcome === null ? {} : { [outcome]: 1 }),
    returns,
    ratings: score === null ? 0 : 1,
    ratingSum: score ?? 0,
    handlingMsSum: handlingMs ?? 0,
    handling: handlingMs === null ? {} : { [bucketOf(handlingMs)]: 1 },
  };
}

/** Adds `part`, `times` times (-1 takes it away), to `sum` and returns it. */
export function addTally(sum: Tally, part: Tally, times = 1): Tally {
  for (const name of counters) sum[name] += times * part[name];
  for (const [bucket, count] of Object.entries(part.handling)) {
    const left = (sum.handling[bucket] ?? 0) + times * count;
    if (left === 0) delete sum.handling[bucket];
    else sum.handling[bucket] = left;
  }
  return sum;
}

export function isEmptyTally(tally: Tally): boolean {
  return counters.every((name) => tally[name] === 0) && Object.keys(tally.handling).length === 0;
}

function mean(sum: number, count: number): number | null {
  return count === 0 ? null : sum / count;
}

export function figuresOf(tally: Tally): Figures {
  const { submitted, completed, approved, vetoed, withdrawn, expired, failed } = tally;
  const meanMs = mean(tally.handlingMsSum, completed);
  return {
    submitted,
    open: submitted - completed,
    completed,
    approved,
    vetoed,
    withdrawn,
    expired,
    failed,
    returns: tally.returns,
    handlingMedianMs: quantileOf(tally.handling, 0.5),
    handlingP90Ms: quantileOf(tally.handling, 0.9),
    handlingMeanMs: meanMs === null ? null : Math.round(meanMs),
    ratings: tally.ratings,
    satisfaction: mean(tally.ratingSum, tally.ratings),
  };
}
