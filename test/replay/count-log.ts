import type { LogCase, LogEvent } from "./log.ts";

/** Figures of a report that a log of approvals can tell. Durations in milliseconds. */
export const figureNames = [
  "submitted",
  "open",
  "completed",
  "approved",
  "withdrawn",
  "vetoed",
  "expired",
  "failed",
  "returns",
  "ratings",
  "handlingMeanMs",
  "handlingMedianMs",
  "handlingP90Ms",
] as const;
export type FigureName = (typeof figureNames)[number];
export type LogFigures = Record<FigureName, number | null>;

/** A count of the CSV that shares nothing with the replay's mapping but the words of the log. */
function handlingOf({ events }: LogCase): number | null {
  const [first] = events.filter(({ activity }) => activity === "SUBMITTED by EMPLOYEE");
  const last = events.at(-1);
  if (first === undefined || last === undefined || !isEnd(last)) return null;
  return Date.parse(last.at) - Date.parse(first.at);
}

function isEnd({ activity }: LogEvent): boolean {
  return activity === "Payment Handled" || activity === "REJECTED by EMPLOYEE";
}

function isReturn({ activity }: LogEvent): boolean {
  return activity.startsWith("REJECTED by ") && activity !== "REJECTED by EMPLOYEE";
}

/** The smallest value that at least the share of all does not exceed. */
function quantile(sorted: number[], share: number): number | null {
  return sorted[Math.ceil(share * sorted.length) - 1] ?? null;
}

function endsWith(cases: LogCase[], activity: string): number {
  return cases.filter(({ events }) => events.at(-1)?.activity === activity).length;
}

/** What a report over these cases must say. Cases that were only saved are no part of it. */
export function countLog(cases: LogCase[]): LogFigures {
  const submitted = cases.filter(({ events }) =>
    events.some(({ activity }) => activity === "SUBMITTED by EMPLOYEE"),
  );
  const handling = submitted
    .map(handlingOf)
    .filter((ms) => ms !== null)
    .sort((a, b) => a - b);
  const sum = handling.reduce((total, ms) => total + ms, 0);
  return {
    submitted: submitted.length,
    open: submitted.length - handling.length,
    completed: handling.length,
    approved: endsWith(submitted, "Payment Handled"),
    withdrawn: endsWith(submitted, "REJECTED by EMPLOYEE"),
    vetoed: 0,
    expired: 0,
    failed: 0,
    returns: submitted.flatMap(({ events }) => events.filter(isReturn)).length,
    ratings: 0,
    handlingMeanMs: handling.length === 0 ? null : Math.round(sum / handling.length),
    handlingMedianMs: quantile(handling, 0.5),
    handlingP90Ms: quantile(handling, 0.9),
  };
}

/** The days (of the zone) of the first and the last first submit. */
export function rangeOf(cases: LogCase[], zone: string): { from: string; to: string } {
  const day = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" });
  const days = cases
    .flatMap(({ events }) => events.filter(({ activity }) => activity.startsWith("SUBMITTED")))
    .map(({ at }) => day.format(new Date(at)))
    .sort();
  return { from: days[0] ?? "2000-01-01", to: days.at(-1) ?? "2000-01-01" };
}

/** Cases by organisational unit. */
export function byOrgUnit(cases: LogCase[]): Map<string, LogCase[]> {
  return Map.groupBy(cases, ({ orgUnit }) => orgUnit);
}
