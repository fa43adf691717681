import * as z from "zod";
import { Risk, Scene } from "#shared/action/definition.ts";
import { ActionWords } from "#shared/action/schema.ts";
import { FieldView } from "#shared/core/fields.ts";
import { Bilingual, Instant } from "#shared/core/text.ts";
import { PlanType, Strategy } from "#shared/plan/schema.ts";
import { PersonRef } from "#shared/ticket/state.ts";
import {
  NodeDeed,
  NodeState,
  OrderDeed,
  OrderEventType,
  OrderMode,
  OrderState,
  ParameterSource,
  TriggerKind,
  WorkState,
} from "#shared/order/schema.ts";

/** What the wire shows of orders. */

const Values = z.record(z.string(), z.unknown());
const Fault = z.object({ code: z.string(), message: z.string() });

/** What a node does to one of its targets. */
export const TargetView = z.object({
  index: z.number().int(),
  target: z.string(),
  state: WorkState,
  attempt: z.number().int(),
  progress: z.string().nullable(),
  result: z.string().nullable(),
  error: Fault.nullable(),
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
});
export type TargetView = z.infer<typeof TargetView>;

export const OrderNodeView = z.object({
  seq: z.number().int(),
  kind: z.enum(["action", "group", "rollback"]),
  /** Where it stands, as people say it: `2.3`. */
  label: z.string(),
  stepId: z.string(),
  group: z.number().int().nullable(),
  /** Of a rollback: the node it undoes. */
  undoes: z.number().int().nullable(),
  name: Bilingual,
  type: PlanType.nullable(),
  isForced: z.boolean(),
  action: z.string().nullable(),
  risk: Risk,
  strategy: Strategy,
  state: NodeState,
  attempt: z.number().int(),
  /** As it was run, or as known so far. Secrets stand in it as references. */
  parameters: Values,
  sources: z.record(z.string(), ParameterSource),
  /** Parameters that an earlier node's answer brings: its number, and which output. */
  bindings: z.record(z.string(), z.object({ seq: z.number().int(), output: z.string() })),
  missing: z.array(z.string()),
  /** The time-out that holds; null until it is known. */
  timeoutSeconds: z.number().nullable(),
  expectedSeconds: z.number().nullable(),
  targets: z.array(TargetView).nullable(),
  /** Asks an operator, or these people by name, to confirm. */
  confirmers: z.array(PersonRef),
  confirmedBy: PersonRef.nullable(),
  /** Who is asked to do it by hand. */
  people: z.array(PersonRef),
  skipAskedBy: PersonRef.nullable(),
  dueAt: Instant.nullable(),
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
  output: Values.nullable(),
  /** What the outside system answered, shortened to 2,000 characters. */
  result: z.string().nullable(),
  error: Fault.nullable(),
  progress: z.string().nullable(),
  endedBy: PersonRef.nullable(),
  reason: z.string().nullable(),
  may: z.array(NodeDeed),
});
export type OrderNodeView = z.infer<typeof OrderNodeView>;

export const OrderSummary = z.object({
  id: z.string(),
  state: OrderState,
  mode: OrderMode,
  name: Bilingual,
  scene: Scene.nullable(),
  plan: z.object({ id: z.string(), version: z.number().int() }).nullable(),
  ticket: z.object({ id: z.string(), number: z.string(), title: z.string() }).nullable(),
  trigger: TriggerKind,
  requester: PersonRef,
  isBreakGlass: z.boolean(),
  /** Steps that are behind it, and all of them. */
  done: z.number().int(),
  nodeCount: z.number().int(),
  createdAt: Instant,
  updatedAt: Instant,
});
export type OrderSummary = z.infer<typeof OrderSummary>;

/** Runs that want something of the caller by name, and those that wait for any operator; 100 stands for more. */
export const OrderCount = z.object({ mine: z.number().int(), attention: z.number().int() });
export type OrderCount = z.infer<typeof OrderCount>;

export const OrderEventView = z.object({
  id: z.string(),
  type: OrderEventType,
  at: Instant,
  actor: PersonRef,
  channel: z.enum(["web", "api", "mail", "system"]),
  seq: z.number().int().nullable(),
  data: z.object({
    step: Bilingual.optional(),
    label: z.string().optional(),
    comment: z.string().optional(),
    error: z.string().optional(),
    target: z.string().optional(),
    people: z.array(PersonRef).optional(),
    from: z.string().optional(),
    to: z.string().optional(),
    at: z.string().optional(),
    count: z.number().optional(),
    failed: z.number().optional(),
    parameters: z.array(z.string()).optional(),
    hash: z.string().optional(),
    call: z.string().optional(),
  }),
});
export type OrderEventView = z.infer<typeof OrderEventView>;

const ApprovalView = z.object({
  count: z.number().int(),
  from: z.array(PersonRef),
  by: z.array(PersonRef),
  /** What is approved; sent back with the approval. */
  hash: z.string(),
});
const ReviewView = z.object({
  by: z.array(PersonRef),
  dueAt: Instant,
  remindedAt: Instant.nullable(),
  doneBy: PersonRef.nullable(),
  doneAt: Instant.nullable(),
  isJustified: z.boolean().nullable(),
  comment: z.string().nullable(),
});
const WatchView = z.object({
  fingerprint: z.string(),
  until: Instant.nullable(),
  verdict: z.enum(["effective", "ineffective"]).nullable(),
});

export const OrderView = OrderSummary.extend({
  version: z.number().int(),
  reason: z.string().nullable(),
  direction: z.enum(["forward", "back"]),
  isPausing: z.boolean(),
  sourceId: z.string().nullable(),
  labels: z.record(z.string(), z.string()),
  lockKey: z.string().nullable(),
  approval: ApprovalView.nullable(),
  review: ReviewView.nullable(),
  watch: WatchView.nullable(),
  owners: z.array(PersonRef),
  startAt: Instant.nullable(),
  dueAt: Instant.nullable(),
  deadlineAt: Instant.nullable(),
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  nodes: z.array(OrderNodeView),
  timeline: z.array(OrderEventView),
  /** The order waits for a person. */
  needsOperator: z.boolean(),
  may: z.array(OrderDeed),
});
export type OrderView = z.infer<typeof OrderView>;

/** What one call or look had to say; `isCut`: the whole text is got by itself. */
export const LogView = z.object({
  id: z.string(),
  at: Instant,
  target: z.string().nullable(),
  text: z.string(),
  bytes: z.number().int(),
  isCut: z.boolean(),
});
export type LogView = z.infer<typeof LogView>;

/** What is different now from what was planned. */
export const DriftView = z.object({
  code: z.enum(["plan_newer", "settings_missing", "targets_gone", "targets_new", "action_hidden"]),
  detail: z.string(),
});
export type DriftView = z.infer<typeof DriftView>;

/** What somebody sees before she confirms a node; `hash` stands for it. */
export const GateView = z.object({
  hash: z.string(),
  parameters: Values,
  sources: z.record(z.string(), ParameterSource),
  missing: z.array(z.string()),
  /** How the parameters are called and filled in; who confirms may read no plans. */
  fields: z.array(FieldView),
  targets: z.array(z.string()).nullable(),
  fault: Fault.nullable(),
  drift: z.array(DriftView),
  /** The number of targets must be typed. */
  needsCount: z.boolean(),
});
export type GateView = z.infer<typeof GateView>;

/** What a rollback would undo, last done first, and what it can't. */
export const RollbackPreview = z.object({
  undo: z.array(z.object({ seq: z.number().int(), name: Bilingual, action: z.string() })),
  stays: z.array(z.object({ seq: z.number().int(), name: Bilingual, action: z.string() })),
});
export type RollbackPreview = z.infer<typeof RollbackPreview>;

/** A node as it would be made. */
export const StartNodeView = OrderNodeView.pick({
  ...{ seq: true, kind: true, label: true, stepId: true, group: true, name: true, type: true },
  ...{ isForced: true, action: true, risk: true, strategy: true, parameters: true, sources: true },
  ...{ bindings: true, missing: true, expectedSeconds: true, confirmers: true },
});
export type StartNodeView = z.infer<typeof StartNodeView>;

/** What starting a plan would bring about, and what stands against it. */
export const StartPreview = z.object({
  plan: z.object({
    id: z.string(),
    /** The version that would run, and the newest one. */
    version: z.number().int(),
    newest: z.number().int(),
  }),
  name: Bilingual,
  scene: Scene,
  expectedSeconds: z.number().int().nullable(),
  nodes: z.array(StartNodeView),
  /** Of the nodes: those who are named to break the glass may not read the catalogue. */
  actions: z.array(ActionWords),
  /** Who must say yes before it begins; empty `from`: any other operator. */
  approval: z.object({ count: z.number().int(), from: z.array(PersonRef) }).nullable(),
  mayStart: z.boolean(),
  mayBreakGlass: z.boolean(),
  /** Who would judge a start behind broken glass, and within how many seconds. */
  review: z.object({ by: z.array(PersonRef), withinSeconds: z.number().int() }),
  /** The key that only one run holds at a time: by whom, or until when it cools down. */
  lock: z
    .object({
      key: z.string(),
      holder: OrderSummary.pick({ id: true, name: true, state: true, requester: true }).nullable(),
      freeAt: Instant.nullable(),
    })
    .nullable(),
  /** Steps whose action can't work as things are. */
  broken: z.array(
    z.object({ stepId: z.string(), action: z.string(), setting: z.string().nullable() }),
  ),
});
export type StartPreview = z.infer<typeof StartPreview>;
