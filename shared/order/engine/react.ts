import { after, secondMs } from "#shared/core/clock.ts";
import type { Outcome } from "#shared/action/driver.ts";
import type { Work } from "#shared/order/record.ts";
import { isDue } from "./frame.ts";
import { mostDoubtfulLooks, mostHoldSeconds } from "./limits.ts";
import { lose } from "./lose.ts";
import { stopped } from "./stop-work.ts";
import {
  awaiting,
  ended,
  isStep,
  looking,
  renewed,
  repeated,
  timedOut,
  unknown,
  wanting,
  type Site,
} from "./work.ts";

type Of<Kind extends Outcome["kind"]> = Extract<Outcome, { kind: Kind }>;

/** What a piece of work is after a call or a look brought this. */
export function react(work: Work, outcome: Outcome, site: Site): Work {
  const { now } = site;
  switch (outcome.kind) {
    case "no_answer":
      return lose(work, outcome.message, site);
    case "throttled":
      return holdOff({ ...work, silent: 0 }, outcome, site);
    case "succeeded": {
      const { output = null, text = null } = outcome;
      return ended(work, "succeeded", now, { output, text, error: null });
    }
    case "failed":
      return fail(heard(work), outcome, site);
    case "cancelled":
      if (work.stopAs !== "timed_out") return ended(work, "cancelled", now);
      // It is over for certain: nothing is left to be looked at.
      return { ...timedOut(work, now), nextLookAt: null };
    case "started":
      return goOn(heard(work), outcome, site);
    case "wants":
      return want(heard(work), outcome, site);
    case "awaits_callback":
      return unlessStopped(awaiting(heard(work), "awaiting_callback"), site);
    case "awaits_person": {
      const { people } = outcome;
      return unlessStopped({ ...awaiting(heard(work), "awaiting_person"), people }, site);
    }
  }
}

/** An answer: a step that was called has been taken, and is not called again. */
function heard(work: Work): Work {
  const made = isStep(work) && work.call !== null ? [...work.made, work.call] : work.made;
  return { ...work, made, silent: 0 };
}

/** It was to be stopped while its call was under way, and comes to that now. */
function unlessStopped(work: Work, site: Site): Work {
  return work.stopAs === null ? work : stopped(work, work.stopAs, site);
}

/** A failure is certain: as new work it may be tried again, as often as the step says. */
function fail(work: Work, { code, message, output }: Of<"failed">, site: Site): Work {
  const { now, strategy } = site;
  const error = { code, message };
  if (work.phase === "calling" && work.call === "cancel")
    return unstopped({ ...work, error }, site);
  // A step that failed leaves its operation where it was: another one beside it helps nobody.
  const mayTryAgain = work.stopAs === null && !isStep(work) && work.tries + 1 < strategy.attempts;
  if (!mayTryAgain) return ended(work, "failed", now, { error, output: output ?? null });
  const tryAt = after(now, strategy.retrySeconds * secondMs);
  return { ...renewed(work, tryAt), error, tries: work.tries + 1 };
}

/** The other side does not stop it: then its end is waited for, if there is time. */
function unstopped(work: Work, { now }: Site): Work {
  return work.stopAs === "timed_out" ? timedOut(work, now) : looking(work, now);
}

/** It goes on outside. */
function goOn(
  work: Work,
  { operation, progress, lookAfterSeconds }: Omit<Of<"started">, "kind">,
  site: Site,
): Work {
  const isLook = work.phase === "polling";
  const polls = isLook ? work.polls + 1 : work.polls;
  const shown = { operation, progress: progress ?? work.progress };
  const known = { ...work, ...shown, polls, mayHaveBegun: false, doubt: null, error: null };
  const isAskedToStop = isLook || work.call === "cancel";
  if (work.stopAs !== null && !isAskedToStop) {
    return stopped(looking(known, site.now), work.stopAs, site);
  }
  if (isDue(work.deadlineAt, site.now)) return overtime(known, site);
  return looking(known, site.now, lookAfterSeconds);
}

/** Its time is over and it goes on. */
function overtime(work: Work, site: Site): Work {
  if (work.stopAs === "timed_out") return timedOut(work, site.now);
  if (work.stopAs === null) return stopped(looking(work, site.now), "timed_out", site);
  const error = { code: "NOT_STOPPED", message: "It was to be stopped and went on." };
  return unknown(work, site.now, error);
}

/** Each step is called once, however long the other side goes on showing that it wants it. */
function want(work: Work, { step, operation, progress }: Of<"wants">, site: Site): Work {
  const shown = progress === undefined ? { operation } : { operation, progress };
  const isOver = isDue(work.deadlineAt, site.now);
  if (work.stopAs === "cancelled" && !site.traits.canCancel) {
    // It waits for a call that will not come.
    return ended({ ...work, ...shown }, "cancelled", site.now);
  }
  if (work.stopAs !== null || isOver) return goOn(work, shown, site);
  if (work.doubt?.step === step) return doubtOn({ ...work, ...shown }, work.doubt, site);
  if (work.made.includes(step)) return goOn(work, shown, site);
  return wanting({ ...work, ...shown, mayHaveBegun: false, doubt: null, error: null }, step);
}

/** It still shows the step as wanted whose call got no answer: soon it may have taken it. */
function doubtOn(work: Work, { step, looks }: { step: string; looks: number }, site: Site): Work {
  if (site.traits.isIdempotent) return wanting({ ...work, doubt: null }, step);
  if (looks + 1 >= mostDoubtfulLooks) {
    const message = `Nobody knows whether the step ${step} was taken.`;
    return unknown(work, site.now, { code: "STEP_UNKNOWN", message });
  }
  const doubt = { step, looks: looks + 1 };
  return looking({ ...work, doubt, polls: work.polls + 1 }, site.now);
}

/** Refused for now, without an effect: the same call later, with the same key, while there is time. */
function holdOff(work: Work, { afterSeconds, message }: Of<"throttled">, site: Site): Work {
  const { now } = site;
  const seconds = Math.max(1, Math.min(mostHoldSeconds, Math.ceil(afterSeconds)));
  const tryAt = after(now, seconds * secondMs);
  const isTooLate = isDue(work.deadlineAt, tryAt);
  const held = { ...work, error: { code: "THROTTLED", message } };
  if (work.phase === "polling") {
    if (isDue(work.deadlineAt, now)) return overtime(held, site);
    return looking({ ...held, polls: work.polls + 1 }, now, seconds);
  }
  switch (work.call) {
    case "start":
      if (work.stopAs === null && !isTooLate) return repeated(held, tryAt);
      if (work.mayHaveBegun) return unknown(held, now);
      return ended(held, work.stopAs ?? "failed", now);
    case "find":
      return isTooLate ? unknown(held, now) : wanting(held, "find", tryAt);
    case "cancel":
      return isTooLate ? looking(held, now, seconds) : wanting(held, "cancel", tryAt);
    default:
      if (work.stopAs !== null) return stopped(looking(held, now), work.stopAs, site);
      return isTooLate ? looking(held, now, seconds) : wanting(held, work.call ?? "", tryAt);
  }
}
