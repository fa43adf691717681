import type { Bilingual } from "#shared/core/text.ts";
import type { Scene } from "#shared/action/definition.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import type { Autonomy, PlanDocument } from "./schema.ts";

/** Who did something to a plan when, and why. */
export type Deed = { at: string; by: PersonRef; reason: string };

/**
 * A plan and where it stands. What lists show of it is that of its newest published version, or of its draft while
 * there is none. The draft's text has rows of its own.
 */
export type PlanRecord = {
  planId: string;
  /** Guards every write. */
  version: number;
  state: "draft" | "published" | "disabled";
  /** The newest published version; 0 while there is none. */
  published: number;
  /** The English name, by which lists are sorted. */
  title: string;
  name: Bilingual;
  description: PlanDocument["description"];
  scene: Scene;
  service: string | null;
  owners: string[];
  symptoms: string[];
  expectedSeconds: number | null;
  /** Words by which it is found, small. */
  search: string;
  /** Codes that its published version uses. */
  actions: string[];
  /** Names of secrets that its published version refers to. */
  secrets: string[];
  /** The draft: how many rows its text has, the hash of it, and at which `version` it was saved last. */
  draft: { parts: number; hash: string; version: number; at: string; by: PersonRef };
  /** Hash of the source that was published last. */
  publishedHash: string | null;
  /** Of self-recovery, once somebody has set it. `successes`: how many there had been by then. */
  autonomy: (Deed & { level: Autonomy; successes: number }) | null;
  disabled: Deed | null;
  /** How often a token for triggers was made; only the last one opens. 0: never. */
  tokenGeneration: number;
  createdAt: string;
  createdBy: PersonRef;
  updatedAt: string;
};

/** A published version never changes: it may be kept for ever. */
export type PlanVersionRecord = {
  planId: string;
  number: number;
  /** Of the document: what was approved is what is executed. */
  hash: string;
  publishedAt: string;
  publishedBy: PersonRef;
  reason: string;
  documentParts: number;
  sourceParts: number;
};

/** What came of the runs of a plan, counted at the end of each. Drills count for themselves, dry runs nowhere. */
export type PlanStatsRecord = {
  planId: string;
  successesByPeople: number;
  automaticRuns: number;
  automaticSuccesses: number;
  failures: number;
  /** Runs in a row that failed or did not help; a run that helped ends the row, an unknown effect leaves it. */
  ineffectiveInARow: number;
  drills: number;
  lastRunAt: string | null;
  lastRunOrderId: string | null;
  lastSuccessAt: string | null;
  lastSuccessOrderId: string | null;
  /** The last drill that succeeded; a failed one is no proof. */
  lastDrillAt: string | null;
};

/** How one run or drill ended. */
export type PlanRunRecord = {
  planId: string;
  mode: "run" | "drill";
  at: string;
  orderId: string;
  isAutomatic: boolean;
  isSuccess: boolean;
  isEffective: boolean | null;
  seconds: number;
};
