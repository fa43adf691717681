import { Entity, Service } from "electrodb";
import { count, json, optionalText, text, word } from "#shared/table/attribute.ts";
import { service, shardOf, wakeShardCount } from "#shared/table/model.ts";
import type { NodePhase, OrderRecord } from "./record.ts";
import type { NodeState, OrderState } from "./schema.ts";

/** Orders of one box are spread over this many partitions; a list reads them all. */
export const boxShardCount = 4;

export const OrderEntity = new Entity({
  model: { service, entity: "order", version: "1" },
  attributes: {
    orderId: text,
    version: count,
    state: { type: word<OrderState>(), required: true },
    name: { type: json<OrderRecord["name"]>(), required: true },
    ticket: { type: json<OrderRecord["ticket"]>(), required: true },
    requester: { type: json<OrderRecord["requester"]>(), required: true },
    createdAt: text,
    updatedAt: text,
    wakeAt: optionalText,
    knocks: count,
    wakeShard: {
      type: "string",
      watch: ["wakeAt"],
      set: (_value, item: { orderId?: string; wakeAt?: string }) =>
        item.wakeAt === undefined ? undefined : shardOf(item.orderId ?? "", wakeShardCount),
    },
    box: text,
    boxShard: {
      type: "string",
      required: true,
      default: "0",
      watch: ["orderId"],
      set: (_value, item: { orderId?: string }) => shardOf(item.orderId ?? "", boxShardCount),
    },
  },
  indexes: {
    order: {
      collection: "run",
      pk: { field: "pk", composite: ["orderId"] },
      sk: { field: "sk", composite: [] },
    },
    byBox: {
      index: "gsi1",
      pk: { field: "gsi1pk", composite: ["box", "boxShard"] },
      sk: { field: "gsi1sk", composite: ["updatedAt"] },
    },
    byWake: {
      index: "gsi2",
      pk: { field: "gsi2pk", composite: ["wakeShard"] },
      sk: { field: "gsi2sk", composite: ["wakeAt"] },
    },
  },
});

export const NodeEntity = new Entity({
  model: { service, entity: "node", version: "1" },
  attributes: {
    orderId: text,
    seq: { type: "number", required: true, padding: { length: 4, char: "0" } },
    name: { type: json<OrderRecord["name"]>(), required: true },
    action: text,
    parameters: { type: json<Record<string, unknown>>(), required: true },
    state: { type: word<NodeState>(), required: true },
    phase: { type: word<NodePhase>() },
    attempt: count,
    retries: count,
    statusUrl: optionalText,
    polls: count,
    nextLookAt: optionalText,
    deadlineAt: optionalText,
    startedAt: optionalText,
    finishedAt: optionalText,
    result: optionalText,
    error: optionalText,
    progress: optionalText,
    endedBy: { type: json<OrderRecord["requester"]>() },
    reason: optionalText,
  },
  indexes: {
    node: {
      collection: "run",
      pk: { field: "pk", composite: ["orderId"] },
      sk: { field: "sk", composite: ["seq"] },
    },
  },
});

export const orders = new Service({ order: OrderEntity, node: NodeEntity });
