import * as z from "zod";
import { PageQuery, pageOf } from "#shared/core/page.ts";
import {
  CallbackInput,
  OrderId,
  OrderSummary,
  OrderView,
  ReasonInput,
  RetryInput,
} from "#shared/order/schema.ts";
import { operation } from "./operation.ts";

const params = z.strictObject({ id: OrderId });
const node = z.strictObject({ id: OrderId, seq: z.coerce.number().int().min(1).max(9999) });

export const order = {
  listOrders: operation({
    method: "GET",
    path: "/orders",
    summary: "Execution orders: those that need an operator, the running, the ended",
    access: "order:operate",
    query: PageQuery.extend({
      view: z.enum(["attention", "running", "ended"]).default("attention"),
    }),
    result: pageOf(OrderSummary),
  }),
  getOrder: operation({
    method: "GET",
    path: "/orders/{id}",
    summary: "One execution order and its nodes",
    access: "order:operate",
    params,
    result: OrderView,
  }),
  retryNode: operation({
    method: "POST",
    path: "/orders/{id}/nodes/{seq}/retry",
    summary: "Run a failed node again",
    access: "order:operate",
    params: node,
    body: RetryInput,
    result: OrderView,
  }),
  skipNode: operation({
    method: "POST",
    path: "/orders/{id}/nodes/{seq}/skip",
    summary: "Go on without a failed node, with a reason",
    access: "order:operate",
    params: node,
    body: ReasonInput,
    result: OrderView,
  }),
  completeNode: operation({
    method: "POST",
    path: "/orders/{id}/nodes/{seq}/complete",
    summary: "The node's work was done by hand",
    access: "order:operate",
    params: node,
    body: ReasonInput,
    result: OrderView,
  }),
  returnOrder: operation({
    method: "POST",
    path: "/orders/{id}/return",
    summary: "Stop the automation and return its ticket to the requester",
    access: "order:operate",
    params,
    body: ReasonInput,
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
