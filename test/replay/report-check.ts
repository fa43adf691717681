import { setTimeout as sleep } from "node:timers/promises";
import type { Figures, Report } from "#shared/report/schema.ts";
import type { Person } from "./client.ts";
import {
  byOrgUnit,
  countLog,
  figureNames,
  rangeOf,
  type FigureName,
  type LogFigures,
} from "./count-log.ts";
import type { LogCase } from "./log.ts";

/** One figure of the whole or of a department: as counted in the CSV and as the report says. */
export type Compared = {
  group: string;
  figure: FigureName;
  log: number | null;
  platform: number | null;
  isEqual: boolean;
};

export type ReportCheck = { from: string; to: string; figures: Compared[]; isEqual: boolean };

/** Medians and percentiles of the report are documented to be within 1 %; all others are exact. */
const tolerance: Partial<Record<FigureName, number>> = {
  handlingMedianMs: 0.01,
  handlingP90Ms: 0.01,
};

/** Reports follow the stream; when they have not moved for so long, they have arrived. */
const stillMs = 20_000;
const lookAgainMs = 1000;

function agree(figure: FigureName, log: number | null, platform: number | null): boolean {
  if (log === null || platform === null) return log === platform;
  return Math.abs(platform - log) <= Math.abs(log) * (tolerance[figure] ?? 0);
}

function compare(group: string, log: LogFigures, platform: Figures | undefined): Compared[] {
  return figureNames.map((figure) => {
    const found = platform?.[figure] ?? null;
    const isEqual = agree(figure, log[figure], found);
    return { group, figure, log: log[figure], platform: found, isEqual };
  });
}

function compareAll(report: Report, cases: LogCase[]): Compared[] {
  const units = [...byOrgUnit(cases)].filter(([, own]) => (countLog(own).submitted ?? 0) > 0);
  const figuresOf = (unit: string) =>
    report.byDepartment.find(({ name }) => name === unit)?.figures;
  const unknown = report.byDepartment.filter(({ name }) => units.every(([unit]) => unit !== name));
  return [
    ...compare("total", countLog(cases), report.total),
    ...units.flatMap(([unit, own]) => compare(unit, countLog(own), figuresOf(unit))),
    ...unknown.flatMap(({ name, figures }) => compare(name, countLog([]), figures)),
  ];
}

/**
 * Compares the report page's numbers for the log's range with the count of the CSV. The counters follow the
 * stream: while they differ and still move, it looks again.
 */
export async function checkReport(
  manager: Person,
  cases: LogCase[],
  zone: string,
): Promise<ReportCheck> {
  const query = rangeOf(cases, zone);
  let seen = "";
  let movedMs = Date.now();
  for (;;) {
    const report = await manager.call("getReport", { query });
    const figures = compareAll(report, cases);
    const isEqual = figures.every((one) => one.isEqual);
    const now = JSON.stringify(figures);
    if (now !== seen) movedMs = Date.now();
    seen = now;
    if (isEqual || Date.now() - movedMs > stillMs) return { ...query, figures, isEqual };
    await sleep(lookAgainMs);
  }
}
