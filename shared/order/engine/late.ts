import { after, secondMs } from "#shared/core/clock.ts";
import type { Outcome } from "#shared/action/driver.ts";
import type { Work } from "#shared/order/record.ts";
import { lateLookSeconds } from "./limits.ts";

/** What comes of work after its verdict: it changes nothing, but is told. */

const ends: ReadonlySet<Outcome["kind"]> = new Set(["succeeded", "failed", "cancelled"]);

/** The verdict stands, and nobody has said yet what came of it after all. */
export function mayBeLate({ state, late }: Work): boolean {
  return late === null && (state === "timed_out" || state === "unknown");
}

export function hearLate(work: Work, outcome: Outcome, now: string): Work {
  if (ends.has(outcome.kind)) {
    const said = "message" in outcome ? `: ${outcome.message}` : "";
    return { ...work, nextLookAt: null, late: `${outcome.kind}${said}` };
  }
  const seconds = (Date.parse(now) - Date.parse(work.finishedAt ?? now)) / secondMs;
  const { first, apart, during } = lateLookSeconds;
  if (seconds >= during) return { ...work, nextLookAt: null };
  // The longer it takes, the less a minute matters.
  const next = Math.min(apart, Math.max(first, Math.floor(seconds / 2)));
  return { ...work, polls: work.polls + 1, nextLookAt: after(now, next * secondMs) };
}
