import * as z from "zod";
import { Instant } from "#shared/core/text.ts";
import { PlanId } from "#shared/plan/schema.ts";

/** That of a ticket's automation task names the task, that of a plan's run stands for itself. */
export const OrderId = z.string().regex(/^ord_[0-9A-HJKMNP-TV-Z]{26}(_\d{1,4})?$/);

export const EndState = z.enum([
  "succeeded",
  "partially_succeeded",
  "failed",
  "cancelled",
  "timed_out",
  "rejected",
  "expired",
  "rolled_back",
  "rollback_failed",
]);
export type EndState = z.infer<typeof EndState>;

export const OrderState = z.enum([
  "waiting_params",
  "pending_approval",
  "scheduled",
  "running",
  "waiting_confirm",
  "paused",
  "cancelling",
  "rolling_back",
  ...EndState.options,
]);
export type OrderState = z.infer<typeof OrderState>;

export const WorkState = z.enum([
  "pending",
  "running",
  "succeeded",
  "failed",
  "timed_out",
  "unknown",
  "skipped",
  "cancelled",
]);
export type WorkState = z.infer<typeof WorkState>;

export const NodeState = z.enum([
  "pending",
  "waiting_params",
  "waiting_confirm",
  "running",
  "succeeded",
  "failed",
  "timed_out",
  "unknown",
  "skipped",
  "cancelled",
  "not_run",
]);
export type NodeState = z.infer<typeof NodeState>;

/** `dry_run` says what would happen; `drill` does it, on targets that drills may touch. */
export const OrderMode = z.enum(["run", "drill", "dry_run"]);
export type OrderMode = z.infer<typeof OrderMode>;

export const TriggerKind = z.enum(["MANUAL", "SCHEDULE", "ALERT", "RISK_EVENT", "API", "TICKET"]);
export type TriggerKind = z.infer<typeof TriggerKind>;

/** Where a parameter's value comes from, weakest first; what has no source is the action's default. */
export const ParameterSource = z.enum(["plan", "shared", "trigger", "run", "confirm", "output"]);
export type ParameterSource = z.infer<typeof ParameterSource>;

export const OrderEventType = z.enum([
  "order.created",
  "order.filled",
  "order.approved",
  "order.rejected",
  "order.expired",
  "order.started",
  "order.pausing",
  "order.paused",
  "order.resumed",
  "order.cancelling",
  "order.ended",
  "order.rollingBack",
  "order.alertAttached",
  "order.judged",
  "order.reviewed",
  "order.reviewOverdue",
  "group.started",
  "group.forced",
  "group.ended",
  "node.waiting",
  "node.confirmed",
  "node.declined",
  "node.started",
  "node.called",
  "node.batch",
  "node.succeeded",
  "node.failed",
  "node.timedOut",
  "node.unknown",
  "node.cancelled",
  "node.retried",
  "node.skipAsked",
  "node.skipped",
  "node.completedByHand",
  "node.failedByHand",
  "node.personAsked",
  "node.performed",
  "node.lateResult",
]);
export type OrderEventType = z.infer<typeof OrderEventType>;

/** What one can do to an order, or to one of its nodes; the page shows no other buttons. */
export const OrderDeed = z.enum([
  "fill",
  "approve",
  "reject",
  "pause",
  "resume",
  "cancel",
  "rollback",
  "return",
  "review",
]);
export type OrderDeed = z.infer<typeof OrderDeed>;
export const NodeDeed = z.enum([
  "confirm",
  "decline",
  "retry",
  "skip",
  "complete",
  "fail",
  "force",
  "perform",
]);
export type NodeDeed = z.infer<typeof NodeDeed>;

const Values = z.record(z.string(), z.unknown());
const reason = z.string().trim().min(1).max(2000);
export const ReasonInput = z.strictObject({ reason });
export const OptionalReason = z.strictObject({ reason: reason.optional() });
export const RetryInput = z.strictObject({
  reason: reason.optional(),
  /** Of what may have happened the key stays the same, unless a fresh one is wished for. */
  key: z.enum(["same", "fresh"]).optional(),
});
export const CompleteInput = z.strictObject({ reason, output: Values.optional() });
export const ConfirmInput = z.strictObject({
  /** The hash of what was seen. */
  seen: z.string().min(1).max(100),
  parameters: Values.optional(),
  /** For actions of high risk: how many targets it concerns. */
  count: z.number().int().optional(),
});
export const ApproveInput = z.strictObject({ seen: z.string().min(1).max(100) });
export const PerformInput = z.strictObject({
  outcome: z.enum(["done", "not_done"]).default("done"),
  comment: reason,
  /** Where the proof is: an address, a number of a form. */
  evidence: z.string().trim().max(2000).default(""),
});
export const ReviewInput = z.strictObject({ isJustified: z.boolean(), comment: reason });
/** Values by step of the plan. */
export const FillInput = z.strictObject({
  parameters: z.record(z.string().max(80), Values),
});
export const StartInput = z.strictObject({
  planId: PlanId,
  /** Absent: the published one. */
  version: z.number().int().min(1).optional(),
  /** Takes everything from an earlier order: the same version and parameters. */
  from: OrderId.optional(),
  mode: OrderMode.default("run"),
  parameters: FillInput.shape.parameters.default({}),
  startAt: Instant.optional(),
  reason: reason.optional(),
  ticketId: z.string().max(40).optional(),
  riskEventId: z.string().max(80).optional(),
  isBreakGlass: z.boolean().default(false),
});
export const CallbackInput = z.strictObject({
  status: z.enum(["succeeded", "failed"]),
  message: z.string().max(2000).optional(),
});
