import type { Work } from "#shared/order/record.ts";
import { ended, timedOut, unknown, wanting, type Site } from "./work.ts";

/** Stopping one piece of work, because its order is stopped or its time is over. It ends `as` told. */
export function stopped(work: Work, as: "cancelled" | "timed_out", site: Site): Work {
  const stopping = { ...work, stopAs: as };
  if (work.state === "pending") return unbegun(work, site.now);
  // What came of a call must be known first.
  if (work.phase === "calling" || work.call === "find") return stopping;
  if (site.traits.canCancel && work.operation !== null) {
    return wanting({ ...stopping, silent: 0 }, "cancel");
  }
  if (as === "timed_out") return timedOut(stopping, site.now);
  // What nobody can stop is waited for, unless it waits for a call of ours, or for a person.
  const goesOn = work.phase === "polling" || work.phase === "awaiting_callback";
  return goesOn ? stopping : ended(work, "cancelled", site.now);
}

function unbegun(work: Work, now: string): Work {
  if (work.mayHaveBegun) return unknown(work, now);
  return work.attempt > 0 ? ended(work, "cancelled", now) : work;
}

/** Nobody waits for it any more: what may go on outside is of unknown end. */
export function dropped(work: Work, now: string): Work {
  if (work.state === "pending") return unbegun(work, now);
  const isHarmless = work.phase === "awaiting_person";
  const message = "It was given up while it ran.";
  return isHarmless
    ? ended(work, "cancelled", now)
    : { ...unknown(work, now, { code: "GIVEN_UP", message }), nextLookAt: null };
}
