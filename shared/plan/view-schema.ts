import * as z from "zod";
import { Risk, Scene } from "#shared/action/definition.ts";
import { Bilingual, Instant } from "#shared/core/text.ts";
import { PersonRef } from "#shared/ticket/state.ts";
import { Autonomy, PlanDocument, PlanState, PlanType, Strategy, SubPlan } from "./schema.ts";
import { PlanPerson } from "./use-schema.ts";

const count = z.number().int();
/** Messages name what people wrote, at any length. */
const Words = z.object({ en: z.string(), "zh-CN": z.string() });

/** A plan as lists show it. */
export const PlanSummary = z.object({
  id: z.string(),
  /** Of the record; what writes are held against. */
  version: count,
  /** The newest published version; 0 while there is none. */
  published: count,
  hasNewerDraft: z.boolean(),
  name: Bilingual,
  description: Words,
  scene: Scene,
  state: PlanState,
  service: z.string().nullable(),
  owners: z.array(PlanPerson),
  symptoms: z.array(z.string()),
  expectedSeconds: count.nullable(),
  /** Null for plans that never run by themselves. */
  autonomy: Autonomy.nullable(),
  /** Codes of actions it uses that can't run now. */
  brokenActions: z.array(z.string()),
  lastRunAt: Instant.nullable(),
  lastDrillAt: Instant.nullable(),
  /** How runs and drills ended so far; dry runs count nowhere. */
  counts: z.object({ successes: count, failures: count, drills: count }),
  updatedAt: Instant,
});
export type PlanSummary = z.infer<typeof PlanSummary>;

export const BrokenReason = z.enum(["gone", "missing_setting"]);

/** A row of a plan: an action to run, or, in the MAIN of a disaster recovery, a part. */
export const StepRow = z.object({
  type: z.enum(["ATOMIC_ACTION", "PRE_PLAN_TEMPLATE"]),
  executeOrder: count,
  /** Of the step; of a part its type. */
  id: z.string(),
  name: Bilingual,
  /** Null for a part. */
  action: z.object({ code: z.string(), name: Bilingual }).nullable(),
  risk: Risk.nullable(),
  executeStrategy: Strategy,
  executeContext: z.record(z.string(), z.unknown()),
  /** What holds where the step says 0, and who says so. Null: no limit of its own, or known once it runs. */
  timeoutSeconds: count.nullable(),
  timeoutFrom: z.enum(["step", "action", "platform", "part"]).nullable(),
  expectedSeconds: count.nullable(),
  /** Required parameters that are asked when the plan is run. */
  asked: z.array(z.string()),
  broken: z.array(z.object({ reason: BrokenReason, setting: z.string().optional() })),
});
export type StepRow = z.infer<typeof StepRow>;

/** One plan of the seed's kind: MAIN, and each part of a disaster recovery. */
export const PlanRow = z.object({
  type: PlanType,
  name: Bilingual,
  /** Whether its steps are actions. */
  isAtomic: z.boolean(),
  /** 0 for MAIN, 1 for a part. */
  layer: count,
  /** The plan that the parts of a disaster recovery share. */
  groupId: z.string().nullable(),
  mode: SubPlan.shape.mode.nullable(),
  steps: z.array(StepRow),
});
export type PlanRow = z.infer<typeof PlanRow>;

const Deed = z.object({ at: Instant, by: PersonRef, reason: z.string() });

export const PlanStats = z.object({
  successesByPeople: count,
  automaticRuns: count,
  automaticSuccesses: count,
  failures: count,
  ineffectiveInARow: count,
  drills: count,
  lastRunAt: Instant.nullable(),
  lastRunOrderId: z.string().nullable(),
  lastSuccessAt: Instant.nullable(),
  lastSuccessOrderId: z.string().nullable(),
  lastDrillAt: Instant.nullable(),
  /** Of the last successful runs, ten at most; null before the first. */
  averageSeconds: count.nullable(),
});
export type PlanStats = z.infer<typeof PlanStats>;

export const PlanView = PlanSummary.extend({
  /** Which version `document` and `plans` are of. */
  shown: z.union([z.literal("draft"), count]),
  document: PlanDocument,
  plans: z.array(PlanRow),
  /** The YAML of the draft, where that is shown. */
  source: z.string().nullable(),
  draft: z.object({ savedAt: Instant, savedBy: PersonRef, version: count }),
  stats: PlanStats,
  autonomyChange: Deed.nullable(),
  /** Successful runs since then, and how many let it rise by a step; null for plans without autonomy. */
  promotion: z.object({ successes: count, needed: count }).nullable(),
  disabled: Deed.nullable(),
  /** How often a token for triggers was made. */
  tokenGeneration: count,
  createdAt: Instant,
  createdBy: PersonRef,
});
export type PlanView = z.infer<typeof PlanView>;

export const PlanVersionView = z.object({
  number: count,
  hash: z.string(),
  publishedAt: Instant,
  publishedBy: PersonRef,
  reason: z.string(),
});

export const Finding = z.object({
  path: z.string(),
  code: z.string(),
  level: z.enum(["error", "warning"]),
  message: Words,
  cure: Words,
  /** Line of the YAML, from 1; null when it has no place. */
  line: count.nullable(),
});

/** One difference between two versions. */
export const PlanDifference = z.object({
  /** `part`: of a disaster recovery; `parameter` and `strategy` are of the step in `what`. */
  area: z.enum(["general", "part", "step", "parameter", "strategy"]),
  /** Step id or type of a part; null for what belongs to the whole plan. */
  what: z.string().nullable(),
  change: z.enum(["added", "removed", "moved", "changed"]),
  property: z.string().nullable(),
  from: z.unknown(),
  to: z.unknown(),
});

export const ReadinessPart = z.object({
  code: z.enum([
    "drill",
    "actions",
    "way_back",
    "owners",
    "parameters",
    "duration",
    "runs",
    "draft",
  ]),
  points: count,
  most: count,
  detail: Words,
  /** Null where nothing is missing. */
  cure: Words.nullable(),
});
export type ReadinessPart = z.infer<typeof ReadinessPart>;

export const Readiness = z.object({
  /** 0 to 100. */
  score: count,
  parts: z.array(ReadinessPart),
});
export type Readiness = z.infer<typeof Readiness>;
