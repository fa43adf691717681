import { Entity, Service } from "electrodb";
import { count, json, optionalText, text, word } from "#shared/table/attribute.ts";
import { service, shardOf, wakeShardCount } from "#shared/table/model.ts";
import type { NodeRecord, OrderEventRecord, OrderRecord, WorkRecord } from "./record.ts";
import type { OrderState } from "./schema.ts";

/** Orders of one box are spread over this many partitions; a list reads them all. */
export const boxShardCount = 4;

/** What no key and no condition needs lies in `rest`, without what is usual. */
export type OrderRest = Partial<OrderRecord>;

export const OrderEntity = new Entity({
  model: { service, entity: "order", version: "1" },
  attributes: {
    orderId: text,
    version: count,
    state: { type: word<OrderState>(), required: true },
    updatedAt: text,
    wakeAt: optionalText,
    knocks: count,
    /** Of a plan's run; both or neither, so that others stay out of the index. */
    planId: optionalText,
    runAt: optionalText,
    rest: { type: json<OrderRest>(), required: true },
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
      collection: ["page", "run"],
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
    byPlan: {
      index: "gsi3",
      pk: { field: "gsi3pk", composite: ["planId"] },
      sk: { field: "gsi3sk", composite: ["runAt"] },
    },
  },
});

const seq = { type: "number", required: true, padding: { length: 4, char: "0" } } as const;

export const NodeEntity = new Entity({
  model: { service, entity: "node", version: "1" },
  attributes: { orderId: text, seq, rest: { type: json<Partial<NodeRecord>>(), required: true } },
  indexes: {
    node: {
      collection: ["page", "run"],
      pk: { field: "pk", composite: ["orderId"] },
      sk: { field: "sk", composite: ["seq"] },
    },
  },
});

/** What a node does to one of its targets. */
export const WorkEntity = new Entity({
  model: { service, entity: "work", version: "1" },
  attributes: {
    orderId: text,
    seq,
    index: { ...seq },
    rest: { type: json<Partial<WorkRecord>>(), required: true },
  },
  indexes: {
    work: {
      collection: ["page"],
      pk: { field: "pk", composite: ["orderId"] },
      sk: { field: "sk", composite: ["seq", "index"] },
    },
  },
});

/** One line of an order's history. */
export const OrderEventEntity = new Entity({
  model: { service, entity: "orderEvent", version: "1" },
  attributes: {
    orderId: text,
    eventId: text,
    type: { type: word<OrderEventRecord["type"]>(), required: true },
    at: text,
    actor: { type: json<OrderEventRecord["actor"]>(), required: true },
    channel: { type: word<OrderEventRecord["channel"]>(), required: true },
    seq: { type: "number" },
    data: { type: json<OrderEventRecord["data"]>(), required: true },
    notify: { type: json<OrderEventRecord["notify"]>(), required: true },
    order: { type: json<OrderEventRecord["order"]>(), required: true },
  },
  indexes: {
    orderEvent: {
      collection: ["page"],
      pk: { field: "pk", composite: ["orderId"] },
      sk: { field: "sk", composite: ["eventId"] },
    },
  },
});

/** What a call or a look had to say. Long ones lie in the object store, with their beginning and end here. */
export const OrderLogEntity = new Entity({
  model: { service, entity: "orderLog", version: "1" },
  attributes: {
    orderId: text,
    seq,
    logId: text,
    at: text,
    target: optionalText,
    text,
    bytes: count,
    isCut: { type: "boolean", required: true },
  },
  indexes: {
    orderLog: {
      pk: { field: "pk", composite: ["orderId"] },
      sk: { field: "sk", composite: ["seq", "logId"] },
    },
  },
});

/** What an order wants of somebody: it lies in her box until it is done. */
export const OrderAskEntity = new Entity({
  model: { service, entity: "orderAsk", version: "1" },
  attributes: {
    orderId: text,
    userId: text,
    kind: { type: word<"approve" | "confirm" | "perform" | "review">(), required: true },
    seq: count,
    at: text,
    name: { type: json<OrderRecord["name"]>(), required: true },
    dueAt: optionalText,
  },
  indexes: {
    orderAsk: {
      collection: ["page"],
      pk: { field: "pk", composite: ["orderId"] },
      sk: { field: "sk", composite: ["kind", "seq", "userId"] },
    },
    byAsked: {
      index: "gsi1",
      pk: { field: "gsi1pk", composite: ["userId"] },
      sk: { field: "gsi1sk", composite: ["at", "orderId"] },
    },
  },
});

/** Only one order at a time holds a key; after its end the key rests for a while. */
export const OrderLockEntity = new Entity({
  model: { service, entity: "orderLock", version: "1" },
  attributes: { key: text, orderId: optionalText, since: optionalText, freeAt: optionalText },
  indexes: {
    orderLock: {
      pk: { field: "pk", composite: ["key"], casing: "none" },
      sk: { field: "sk", composite: [] },
    },
  },
});

export const orders = new Service({
  order: OrderEntity,
  node: NodeEntity,
  work: WorkEntity,
  orderEvent: OrderEventEntity,
  orderAsk: OrderAskEntity,
});
