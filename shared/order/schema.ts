import * as z from "zod";
import { Bilingual, Instant } from "#shared/core/text.ts";
import { PersonRef } from "#shared/ticket/state.ts";

export const OrderId = z.string().regex(/^ord_[0-9A-HJKMNP-TV-Z]{26}_\d{1,4}$/);

export const OrderState = z.enum([
  "waiting_params",
  "pending_approval",
  "scheduled",
  "running",
  "waiting_confirm",
  "paused",
  "cancelling",
  "rolling_back",
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
export type OrderState = z.infer<typeof OrderState>;

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

export const OrderNodeView = z.object({
  seq: z.number().int(),
  name: Bilingual,
  action: z.string(),
  state: NodeState,
  attempt: z.number().int(),
  parameters: z.record(z.string(), z.unknown()),
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
  /** What the outside system answered, shortened to 2,000 characters. */
  result: z.string().nullable(),
  error: z.string().nullable(),
  /** Who ended it by hand, and why. */
  endedBy: PersonRef.nullable(),
  reason: z.string().nullable(),
  progress: z.string().nullable(),
});
export type OrderNodeView = z.infer<typeof OrderNodeView>;

export const OrderSummary = z.object({
  id: z.string(),
  state: OrderState,
  name: Bilingual,
  ticket: z.object({ id: z.string(), number: z.string(), title: z.string() }),
  requester: PersonRef,
  createdAt: Instant,
  updatedAt: Instant,
});
export type OrderSummary = z.infer<typeof OrderSummary>;

export const OrderView = OrderSummary.extend({
  version: z.number().int(),
  nodes: z.array(OrderNodeView),
  /** The order waits for a person: a node failed or its end is unknown. */
  needsOperator: z.boolean(),
});
export type OrderView = z.infer<typeof OrderView>;

const reason = z.string().trim().min(1).max(2000);
export const ReasonInput = z.strictObject({ reason });
export const RetryInput = z.strictObject({ reason: reason.optional() });
export const CallbackInput = z.strictObject({
  status: z.enum(["succeeded", "failed"]),
  message: z.string().max(2000).optional(),
});
