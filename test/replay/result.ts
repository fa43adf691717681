import type { LogCase } from "./log.ts";
import { standings } from "./plan.ts";
import type { Played } from "./player.ts";
import type { ReportCheck } from "./report-check.ts";
import type { Verdict } from "./verdict.ts";

export type CountRow = { name: string; log: number; platform: number | null };
export type Reason = { reason: string; caseIds: string[] };

/** Everything a replay found out. */
export type Result = {
  cases: number;
  events: number;
  reproduced: number;
  activities: CountRow[];
  outcomes: CountRow[];
  notReproduced: Reason[];
  report: ReportCheck;
  /** Without starting the product and building its people. */
  seconds: number;
};

export const takenUp = "REJECTED by EMPLOYEE (taken up again: no state change)";
const withdrawn = "REJECTED by EMPLOYEE (withdrawn)";

function countBy<Item>(items: Item[], nameOf: (item: Item) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(nameOf(item), (counts.get(nameOf(item)) ?? 0) + 1);
  return counts;
}

// "REJECTED by EMPLOYEE" has two readings, told apart by its place in the case.
function loggedNames({ events }: LogCase): string[] {
  return events.map(({ activity }, index) => {
    if (activity !== "REJECTED by EMPLOYEE") return activity;
    return index === events.length - 1 ? withdrawn : takenUp;
  });
}

function recordedNames({ activities }: Verdict): string[] {
  return activities.map(({ activity }) =>
    activity === "REJECTED by EMPLOYEE" ? withdrawn : activity,
  );
}

function activityRows(cases: LogCase[], verdicts: Verdict[]): CountRow[] {
  const log = countBy(cases.flatMap(loggedNames), (name) => name);
  const platform = countBy(verdicts.flatMap(recordedNames), (name) => name);
  const names = new Set([...log.keys(), ...platform.keys()]);
  return [...names]
    .map((name) => ({
      name,
      log: log.get(name) ?? 0,
      platform: name === takenUp ? null : (platform.get(name) ?? 0),
    }))
    .sort((a, b) => b.log - a.log);
}

function outcomeRows(played: Played[], verdicts: Verdict[]): CountRow[] {
  const log = countBy(played, ({ plan }) => plan.end);
  const platform = countBy(verdicts, ({ standing }) => standing);
  const names = new Set<string>([...standings, ...platform.keys()]);
  return [...names]
    .map((name) => ({ name, log: log.get(name) ?? 0, platform: platform.get(name) ?? 0 }))
    .filter(({ log: logged, platform: found }) => logged + found > 0);
}

function reasons(verdicts: Verdict[]): Reason[] {
  const failed = verdicts.flatMap(({ caseId, reason }) =>
    reason === null ? [] : [{ caseId, reason }],
  );
  return [...Map.groupBy(failed, ({ reason }) => reason)]
    .map(([reason, all]) => ({ reason, caseIds: all.map(({ caseId }) => caseId) }))
    .sort((a, b) => b.caseIds.length - a.caseIds.length);
}

/** Sums up what was played. */
export function resultOf(
  played: Played[],
  verdicts: Verdict[],
  rest: Pick<Result, "report" | "seconds">,
): Result {
  const cases = played.map(({ plan }) => plan.case);
  return {
    cases: cases.length,
    events: cases.reduce((sum, { events }) => sum + events.length, 0),
    reproduced: verdicts.filter(({ reason }) => reason === null).length,
    activities: activityRows(cases, verdicts),
    outcomes: outcomeRows(played, verdicts),
    notReproduced: reasons(verdicts),
    ...rest,
  };
}
