import { notFound } from "#shared/core/error.ts";
import { fromItem, toItem } from "#shared/table/attribute.ts";
import { put, type Write } from "#shared/table/commit.ts";
import { here } from "#shared/table/model.ts";
import { isEnded, type Run } from "./engine.ts";
import { NodeEntity, OrderEntity, orders } from "./entity.ts";
import type { NodeRecord, OrderRecord } from "./record.ts";

const nullableOfNode = [
  "phase",
  "statusUrl",
  "nextLookAt",
  "deadlineAt",
  "startedAt",
  "finishedAt",
  "result",
  "error",
  "progress",
  "endedBy",
  "reason",
] as const;

export function orderOf(item: object): OrderRecord {
  return fromItem<OrderRecord>(item, ["wakeAt"]);
}

/** One strongly consistent Query: the order and its nodes. */
export async function loadRun(orderId: string): Promise<Run> {
  const { data } = await orders.collections
    .run({ orderId })
    .go({ ...here(), consistent: true, pages: "all" });
  const [order] = data.order;
  if (order === undefined) throw notFound("order");
  return {
    order: orderOf(order),
    nodes: data.node.map((node) => fromItem<NodeRecord>(node, nullableOfNode)),
  };
}

function boxOf(order: OrderRecord): "attention" | "running" | "ended" {
  if (isEnded(order)) return "ended";
  return order.state === "paused" ? "attention" : "running";
}

function putNode(node: NodeRecord): Write {
  return put(NodeEntity.put(toItem(node)).params(here()));
}

/** A new order with its nodes. */
export function createRun({ order, nodes }: Run): Write[] {
  const row = put(
    OrderEntity.create({ ...toItem(order), box: boxOf(order) }).params(here()),
    "ALREADY_EXISTS",
  );
  return [row, ...nodes.map(putNode)];
}

/** Who changes an order: its own machine, which looks again anyway, or somebody else, who must knock. */
export type Changer = "machine" | "other";

/** The new state of an order, refused when somebody else moved it; only nodes that changed are written. */
export function putRun(before: Run, after: Run, changer: Changer): Write[] {
  const { version, knocks } = before.order;
  const knock = changer === "machine" ? 0 : 1;
  const order = { ...after.order, version: version + 1, knocks: knocks + knock };
  const row = OrderEntity.put({ ...toItem(order), box: boxOf(order) })
    .where((row, { eq }) => eq(row.version, version))
    .params(here());
  const changed = after.nodes.filter((node, index) => node !== before.nodes[index]);
  return [put(row), ...changed.map(putNode)];
}
