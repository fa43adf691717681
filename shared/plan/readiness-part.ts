import type { Bilingual } from "#shared/core/text.ts";
import type { BrokenStep } from "./broken.ts";
import type { PlanRecord, PlanStatsRecord } from "./record.ts";
import type { PlanDocument } from "./schema.ts";
import type { PlanPerson } from "./use-schema.ts";
import type { ReadinessPart } from "./view-schema.ts";

/** Everything that says how much a plan can be relied upon. */
export type ReadinessFacts = {
  plan: PlanRecord;
  /** What a run would begin with. */
  document: PlanDocument;
  stats: PlanStatsRecord;
  averageSeconds: number | null;
  broken: readonly BrokenStep[];
  owners: readonly PlanPerson[];
  /** ISO instant. */
  now: string;
};

/** What each part counts; together 100. */
export const most = {
  drill: 20,
  actions: 20,
  way_back: 15,
  owners: 15,
  parameters: 10,
  duration: 10,
  runs: 5,
  draft: 5,
} as const;

export function part(
  code: ReadinessPart["code"],
  points: number,
  detail: Bilingual,
  cure: Bilingual,
): ReadinessPart {
  const isWhole = points === most[code];
  return { code, points, most: most[code], detail, cure: isWhole ? null : cure };
}

export function namesOf(ids: readonly string[]): string {
  const shown = [...new Set(ids)].slice(0, 5);
  return shown.join(", ") + (new Set(ids).size > shown.length ? " …" : "");
}
