import { after, secondMs } from "#shared/core/clock.ts";
import type { Work } from "#shared/order/record.ts";
import { isDue } from "./frame.ts";
import { mostUnanswered, mostUnansweredLooks, pauseSeconds } from "./limits.ts";
import { stopped } from "./stop-work.ts";
import { looking, repeated, unknown, wanting, type Site } from "./work.ts";

/** A call or a look brought no answer: nobody knows what the other side did. */
export function lose(work: Work, message: string, site: Site): Work {
  const error = { code: "NO_ANSWER", message };
  const lost = { ...work, silent: work.silent + 1, error };
  if (work.phase === "polling") return loseLook(lost, site);
  switch (work.call) {
    case "start":
      return loseStart({ ...lost, mayHaveBegun: true }, site);
    case "find":
      return loseFind(lost, site);
    case "cancel":
      return loseCancel(lost, site);
    default:
      return loseStep(lost, site);
  }
}

function inAMoment(now: string): string {
  return after(now, pauseSeconds * secondMs);
}

function loseLook(work: Work, { now }: Site): Work {
  const isGivenUp = isDue(work.deadlineAt, now) || work.silent >= mostUnansweredLooks;
  return isGivenUp ? unknown(work, now) : looking({ ...work, polls: work.polls + 1 }, now);
}

/** The one case in which a side effect may be doubled or lost: not called again unless that is harmless. */
function loseStart(work: Work, { now, traits }: Site): Work {
  const tryAt = inAMoment(now);
  const isTime = work.silent < mostUnanswered && !isDue(work.deadlineAt, tryAt);
  if (traits.isIdempotent && isTime && work.stopAs === null) return repeated(work, tryAt);
  return traits.canFind ? wanting(work, "find") : unknown(work, now);
}

function loseFind(work: Work, { now }: Site): Work {
  const isGivenUp = work.silent >= mostUnanswered || isDue(work.deadlineAt, now);
  return isGivenUp ? unknown(work, now) : wanting(work, "find", inAMoment(now));
}

/** It may have been stopped: its looks will tell. */
function loseCancel(work: Work, { now }: Site): Work {
  const isGivenUp = work.silent >= mostUnanswered;
  return isGivenUp ? looking(work, now) : wanting(work, "cancel", inAMoment(now));
}

/** It may have been taken: what the operation shows next tells. */
function loseStep(work: Work, site: Site): Work {
  const step = work.call ?? "";
  const doubted = { ...work, made: [...work.made, step], doubt: { step, looks: 0 } };
  const watched = looking(doubted, site.now, pauseSeconds);
  return work.stopAs === null ? watched : stopped(watched, work.stopAs, site);
}
