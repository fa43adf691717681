import * as z from "zod";
import { PageQuery, pageOf } from "#shared/core/page.ts";
import {
  ApproveInput,
  CallbackInput,
  CompleteInput,
  ConfirmInput,
  FillInput,
  OptionalReason,
  OrderId,
  PerformInput,
  ReasonInput,
  RetryInput,
  ReviewInput,
  StartInput,
} from "#shared/order/schema.ts";
import {
  GateView,
  LogView,
  OrderCount,
  OrderSummary,
  OrderView,
  RollbackPreview,
  StartPreview,
} from "#shared/order/view/schema.ts";
import { PlanId } from "#shared/plan/schema.ts";
import { operation } from "./operation.ts";

const params = z.strictObject({ id: OrderId });
const node = z.strictObject({ id: OrderId, seq: z.coerce.number().int().min(1).max(9999) });

/** A deed of an operator on an order. */
function deed<Body extends z.ZodType>(name: string, summary: string, body: Body) {
  const path = `/orders/{id}/${name}`;
  const access = "order:operate" as const;
  return operation({ method: "POST", path, summary, access, params, body, result: OrderView });
}

/** A deed of an operator on one of its nodes. */
function nodeDeed<Body extends z.ZodType>(name: string, summary: string, body: Body) {
  const path = `/orders/{id}/nodes/{seq}/${name}`;
  const access = "order:operate" as const;
  return operation({
    method: "POST",
    path,
    summary,
    access,
    params: node,
    body,
    result: OrderView,
  });
}

export const order = {
  listOrders: operation({
    method: "GET",
    path: "/orders",
    summary: "Execution orders: what waits for me, what needs somebody, the running, the ended",
    access: "person",
    query: PageQuery.extend({
      view: z.enum(["mine", "attention", "running", "ended"]).default("attention"),
      /** All runs of this plan, whatever their state. */
      plan: PlanId.optional(),
    }),
    result: pageOf(OrderSummary),
  }),
  countOrders: operation({
    method: "GET",
    path: "/orders/count",
    summary: "How many runs wait for me, and for any operator",
    access: "person",
    result: OrderCount,
  }),
  previewStart: operation({
    method: "GET",
    path: "/plans/{id}/start",
    summary: "What starting a plan would bring about, who must agree, and whether its key is free",
    access: "person",
    params: z.strictObject({ id: PlanId }),
    query: z.strictObject({
      version: z.coerce.number().int().min(1).optional(),
      /** As a run from this one would begin: the same version and parameters. */
      from: OrderId.optional(),
    }),
    result: StartPreview,
  }),
  startOrder: operation({
    method: "POST",
    path: "/orders",
    summary: "Run, drill or rehearse a plan, now or at its hour",
    access: "person",
    body: StartInput,
    result: OrderView,
    status: 201,
  }),
  getOrder: operation({
    method: "GET",
    path: "/orders/{id}",
    summary: "One execution order, its nodes and its history",
    access: "person",
    params,
    result: OrderView,
  }),
  getOrderVersion: operation({
    method: "GET",
    path: "/orders/{id}/version",
    summary:
      "Whether an order has changed since it was read: a small answer for pages that look often",
    access: "person",
    params,
    result: z.object({ version: z.number().int() }),
  }),
  fillOrder: deed("fill", "Give the parameters that a run lacks", FillInput),
  approveOrder: operation({
    method: "POST",
    path: "/orders/{id}/approve",
    summary: "Approve a run as it was seen",
    access: "person",
    params,
    body: ApproveInput,
    result: OrderView,
  }),
  rejectOrder: operation({
    method: "POST",
    path: "/orders/{id}/reject",
    summary: "Refuse a run",
    access: "person",
    params,
    body: ReasonInput,
    result: OrderView,
  }),
  pauseOrder: deed("pause", "Let a run rest as soon as nothing of it runs", OptionalReason),
  resumeOrder: deed("resume", "Let a run go on", z.strictObject({})),
  cancelOrder: deed("cancel", "Stop a run for good", ReasonInput),
  previewRollback: operation({
    method: "GET",
    path: "/orders/{id}/rollback",
    summary: "What a rollback would undo, and what stays",
    access: "person",
    params,
    result: RollbackPreview,
  }),
  rollbackOrder: deed("rollback", "Undo in reverse what can be undone", ReasonInput),
  returnOrder: deed(
    "return",
    "Stop the automation and return its ticket to the requester",
    ReasonInput,
  ),
  reviewOrder: operation({
    method: "POST",
    path: "/orders/{id}/review",
    summary: "Judge a start behind broken glass afterwards",
    access: "person",
    params,
    body: ReviewInput,
    result: OrderView,
  }),
  listLog: operation({
    method: "GET",
    path: "/orders/{id}/nodes/{seq}/log",
    summary: "What a node had to say, oldest first; the last cursor brings what is new",
    access: "person",
    params: node,
    query: PageQuery,
    result: pageOf(LogView),
  }),
  getLogText: operation({
    method: "GET",
    path: "/orders/{id}/nodes/{seq}/log/{log}",
    summary: "One text of a node's log as a whole",
    access: "person",
    params: node.extend({ log: z.string().regex(/^log_[0-9A-HJKMNP-TV-Z]{26}$/) }),
    result: z.object({ text: z.string() }),
  }),
  getGate: operation({
    method: "GET",
    path: "/orders/{id}/nodes/{seq}/gate",
    summary: "What the waiting node would do now, and what has changed since it was planned",
    access: "person",
    params: node,
    result: GateView,
  }),
  confirmNode: operation({
    method: "POST",
    path: "/orders/{id}/nodes/{seq}/confirm",
    summary: "Let a node begin as it was seen, with the values it lacks",
    access: "person",
    params: node,
    body: ConfirmInput,
    result: OrderView,
  }),
  declineNode: operation({
    method: "POST",
    path: "/orders/{id}/nodes/{seq}/decline",
    summary: "Do not let a node begin: the run rests",
    access: "person",
    params: node,
    body: ReasonInput,
    result: OrderView,
  }),
  retryNode: nodeDeed("retry", "Run what failed of a node again", RetryInput),
  skipNode: nodeDeed(
    "skip",
    "Go on without a failed node; a critical one takes two people",
    ReasonInput,
  ),
  completeNode: nodeDeed("complete", "The node's work was done by hand", CompleteInput),
  failNode: nodeDeed("fail", "An effect of unknown end did not happen", ReasonInput),
  forceGroup: operation({
    method: "POST",
    path: "/orders/{id}/nodes/{seq}/force",
    summary: "Leave out the steps of care of a part of a disaster recovery",
    access: "order:force",
    params: node,
    body: ReasonInput,
    result: OrderView,
  }),
  performNode: operation({
    method: "POST",
    path: "/orders/{id}/nodes/{seq}/perform",
    summary: "Say what came of a step that was to be done by hand",
    access: "person",
    params: node,
    body: PerformInput,
    result: OrderView,
  }),
  callbackNode: operation({
    method: "POST",
    path: "/orders/{id}/nodes/{seq}/callback",
    summary: "An outside system reports the end of work it was given; bearer token of that node",
    access: "token",
    params: node,
    body: CallbackInput,
    result: z.object({ accepted: z.boolean() }),
  }),
};
