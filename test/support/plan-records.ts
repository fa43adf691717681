import { both } from "#shared/core/text.ts";
import type { PlanRecord, PlanStatsRecord } from "#shared/plan/record.ts";
import { epoch } from "./records.ts";

const by = { id: "usr_dave", name: "Dave" };

/** A draft of a plan, not stored. */
export function planRecord(given: Partial<PlanRecord> = {}): PlanRecord {
  return {
    planId: "pln_01ARZ3NDEKTSV4RRFFQ69G5FAV",
    version: 1,
    state: "draft",
    published: 0,
    title: "Restart",
    name: both("Restart", "重启"),
    description: { en: "", "zh-CN": "" },
    scene: "EMERGENCY",
    service: null,
    owners: [],
    symptoms: [],
    expectedSeconds: null,
    search: "",
    actions: [],
    secrets: [],
    draft: { parts: 1, hash: "same", version: 1, at: epoch, by },
    publishedHash: null,
    autonomy: null,
    disabled: null,
    tokenGeneration: 0,
    createdAt: epoch,
    createdBy: by,
    updatedAt: epoch,
    ...given,
  };
}

/** Counts of a plan that never ran. */
export function statsRecord(given: Partial<PlanStatsRecord> = {}): PlanStatsRecord {
  return {
    planId: "pln_01ARZ3NDEKTSV4RRFFQ69G5FAV",
    successesByPeople: 0,
    automaticRuns: 0,
    automaticSuccesses: 0,
    failures: 0,
    ineffectiveInARow: 0,
    drills: 0,
    lastRunAt: null,
    lastRunOrderId: null,
    lastSuccessAt: null,
    lastSuccessOrderId: null,
    lastDrillAt: null,
    ...given,
  };
}
