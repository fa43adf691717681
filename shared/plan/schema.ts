import * as z from "zod";
import { Bilingual } from "#shared/core/text.ts";
import { Email } from "#shared/org/schema.ts";

export const PlanId = z.string().regex(/^pln_[0-9A-HJKMNP-TV-Z]{26}$/);

/** What a plan is written in, once: its document. Versions of it never change. */

const seconds = z
  .number()
  .int()
  .min(0)
  .max(30 * 86_400);
/** A number, or a share of all. */
const Part = z.union([z.number().int().min(0).max(1000), z.string().regex(/^(100|[1-9]?\d)%$/)]);
export type Part = z.infer<typeof Part>;

/** How a step is carried out. Seconds of 0: the action's own time-out, then the platform's. */
export const Strategy = z.strictObject({
  /** Somebody confirms what she sees before it begins. */
  preConfirm: z.boolean().default(false),
  /** Who may confirm; empty: every operator. */
  confirmBy: z.array(Email).max(20).default([]),
  /** How long a confirmation is waited for; 0: without end. Then: */
  confirmTimeoutSeconds: seconds.default(0),
  ifUnconfirmed: z.enum(["pause", "abort", "proceed"]).default("pause"),
  /** For each operation, from its call to its end. Waiting for people does not count. */
  timeoutSeconds: seconds.default(0),
  /** Whether the order may succeed without it; skipping it takes two people. */
  isCritical: z.boolean().default(true),
  /** What a failure does, after `attempts` calls `retrySeconds` apart. */
  onFailure: z.enum(["pause", "abort", "continue"]).default("pause"),
  attempts: z.number().int().min(1).max(5).default(1),
  retrySeconds: z.number().int().min(1).max(3600).default(10),
  /** Of the targets: how many at the same time, in batches of what size, and how many may fail. */
  concurrency: z.number().int().min(1).max(40).default(5),
  batchSize: Part.default("100%"),
  batchPauseSeconds: seconds.default(0),
  confirmBatches: z.boolean().default(false),
  maxErrors: Part.default(0),
  /** Left out when its part of a disaster recovery is forced. */
  gracefulOnly: z.boolean().default(false),
});
export type Strategy = z.infer<typeof Strategy>;

export const StepId = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
const parameter = /^[A-Za-z]\w{0,59}$/;

/** Takes a value from what an earlier step answered: `{output: "build.imageTag"}`. */
export const Binding = z.strictObject({
  output: z.string().regex(/^[a-z][a-z0-9-]{0,39}\.[A-Za-z]\w{0,59}$/),
});
export type Binding = z.infer<typeof Binding>;

export function isBinding(value: unknown): value is Binding {
  return Binding.safeParse(value).success;
}

/** Values by parameter; what is missing is asked when the plan is run. */
const Context = z.record(z.string().regex(parameter), z.unknown());

export const Step = z.strictObject({
  id: StepId,
  name: Bilingual,
  action: z.string().min(1).max(80),
  executeStrategy: Strategy.prefault({}),
  executeContext: Context.default({}),
  expectedSeconds: seconds.optional(),
});
export type Step = z.infer<typeof Step>;

const steps = z.array(Step).min(1).max(500);

export const SubPlanType = z.enum(["DISASTER_SWITCH", "DISASTER_RECOVERY", "TRAFFIC_BACK"]);
export type SubPlanType = z.infer<typeof SubPlanType>;
export const PlanType = z.enum(["MAIN", ...SubPlanType.options]);
export type PlanType = z.infer<typeof PlanType>;

/** A part of a disaster recovery: always confirmed before it begins. */
export const SubPlan = z.strictObject({
  type: SubPlanType,
  /** `graceful` verifies and drains first; a run may be switched to `forced`, never back. */
  mode: z.enum(["graceful", "forced"]).default("graceful"),
  confirmBy: z.array(Email).max(20).default([]),
  /** For the whole part; 0: no limit of its own. */
  timeoutSeconds: seconds.default(0),
  steps,
});
export type SubPlan = z.infer<typeof SubPlan>;

/** Who must approve a run before it starts. Absent: one other operator when an action of high risk is in it. */
export const PlanApproval = z.strictObject({
  count: z.number().int().min(0).max(5),
  /** Empty: every operator. */
  from: z.array(Email).max(20).default([]),
});

/** Which alerts start it, and what of them becomes a parameter. */
export const PlanTrigger = z.strictObject({
  /** Every one of these labels must have this value (`*` for any text). */
  labels: z.record(z.string().max(80), z.string().max(200)).default({}),
  /** `step.parameter` from the name of a label. */
  parameters: z
    .record(z.string().regex(/^[a-z][a-z0-9-]{0,39}\.[A-Za-z]\w{0,59}$/), z.string().max(80))
    .default({}),
  /** The label that names what the alert is about, for limits per target. */
  targetLabel: z.string().max(80).default("instance"),
});
export type PlanTrigger = z.infer<typeof PlanTrigger>;

/** What keeps a plan that runs by itself from doing harm. */
export const Guardrails = z.strictObject({
  minIntervalSeconds: seconds.default(600),
  mostPerTargetPerHour: z.number().int().min(1).max(60).default(2),
  mostPerHour: z.number().int().min(1).max(1000).default(6),
  /** Of the service's instances, within an hour. */
  mostSharePercent: z.number().int().min(1).max(100).default(30),
  /** Failed or ineffective runs in a row after which it is disabled. */
  breakerAfter: z.number().int().min(1).max(20).default(3),
  /** The alert must stay away that long for a run to count as effective. */
  observeSeconds: seconds.default(300),
  /** For `auto_with_veto`: how long anybody may stop it before it begins. */
  vetoSeconds: seconds.default(120),
  /** Successful runs set going by people before it may rise by one. */
  promoteAfter: z.number().int().min(0).max(100).default(3),
});
export type Guardrails = z.infer<typeof Guardrails>;

const common = {
  name: Bilingual,
  description: z
    .strictObject({ en: z.string().max(2000), "zh-CN": z.string().max(2000) })
    .default({ en: "", "zh-CN": "" }),
  owners: z.array(Email).min(1).max(10),
  /** Words and alert names by which it is found. */
  symptoms: z.array(z.string().trim().min(1).max(120)).max(30).default([]),
  /** The code of the service that it is about. */
  service: z.string().trim().min(1).max(60).optional(),
  expectedSeconds: seconds.optional(),
  /** Only one run at a time of all plans with this key. */
  concurrencyKey: z
    .string()
    .regex(/^[\w./:-]{1,80}$/)
    .optional(),
  cooldownSeconds: seconds.default(0),
  approval: PlanApproval.optional(),
  /** Who may start it without approval or cool-down; such a run is reviewed afterwards. */
  breakGlass: z.array(Email).max(20).default([]),
  /** After a drill, what can be undone is undone. */
  cleanUpDrills: z.boolean().default(true),
  trigger: PlanTrigger.optional(),
  /** Parameters that all steps share; stronger than a step's own. */
  shared: Context.default({}),
};

const Emergency = z.strictObject({ scene: z.literal("EMERGENCY"), ...common, steps });
const SelfRecovery = z.strictObject({
  scene: z.literal("SELF_RECOVERY"),
  ...common,
  guardrails: Guardrails.prefault({}),
  steps,
});
const Recovery = z.strictObject({
  scene: z.literal("RECOVERY"),
  ...common,
  plans: z.array(SubPlan).min(1).max(3),
});

export const PlanDocument = z.discriminatedUnion("scene", [Emergency, SelfRecovery, Recovery]);
export type PlanDocument = z.infer<typeof PlanDocument>;

/** `broken`: published, but an action it uses lost its configuration or is gone. */
export const PlanState = z.enum(["draft", "published", "disabled", "broken"]);
export type PlanState = z.infer<typeof PlanState>;

/** How much a plan of self-recovery may do by itself. */
export const Autonomy = z.enum(["suggest", "one_click", "auto_with_veto", "auto"]);
export type Autonomy = z.infer<typeof Autonomy>;
