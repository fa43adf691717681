import type { LogEvent } from "./log.ts";
import { obstacleOf } from "./foresee.ts";
import type { Played } from "./player.ts";
import { activitiesOf, standingOf } from "./record.ts";

/** Whether a case was reproduced; `reason` says why not. */
export type Verdict = {
  caseId: string;
  reason: string | null;
  /** As the platform's records tell it. */
  activities: LogEvent[];
  standing: string;
};

function tell(event: LogEvent | undefined): string {
  return event === undefined ? "nothing" : `${event.activity} at ${event.at}`;
}

function differenceOf(expected: LogEvent[], found: LogEvent[]): string | null {
  const length = Math.max(expected.length, found.length);
  for (let index = 0; index < length; index += 1) {
    const [wanted, got] = [expected[index], found[index]];
    if (wanted?.activity !== got?.activity || wanted?.at !== got?.at) {
      return `the timeline tells ${tell(got)} instead of ${tell(wanted)}`;
    }
  }
  return null;
}

/** Why the platform refused, in the words of the foreseen obstacle when it was foreseen at that very step. */
function refusedFor({ plan, accepted, refusal }: Played): string {
  const obstacle = obstacleOf(plan);
  const step = plan.steps[accepted]?.activity ?? "the end";
  if (obstacle === null || obstacle.index !== accepted) return `${step} was refused: ${refusal}`;
  return `${obstacle.reason} (platform: ${refusal})`;
}

function reasonOf(played: Played, activities: LogEvent[], standing: string): string | null {
  const { plan } = played;
  if (played.refusal !== null) return refusedFor(played);
  const difference = differenceOf(plan.expected, activities);
  if (difference !== null) return difference;
  return standing === plan.end ? null : `the ticket is ${standing} instead of ${plan.end}`;
}

/** Compares what the platform recorded with what the log tells: same activities, order, instants and end. */
export function verdictOf(played: Played): Verdict {
  const { view, plan } = played;
  const activities = view === null ? [] : activitiesOf(view);
  const standing = view === null ? "none" : standingOf(view);
  return {
    caseId: plan.case.id,
    reason: reasonOf(played, activities, standing),
    activities,
    standing,
  };
}
