import { notFound } from "#shared/core/error.ts";
import { withoutUsual } from "#shared/table/attribute.ts";
import { put, type Write } from "#shared/table/commit.ts";
import { getMany } from "#shared/table/get-many.ts";
import { here } from "#shared/table/model.ts";
import { blankNode, blankOrder, blankStrategy } from "./blank.ts";
import type { Frame } from "./engine/frame.ts";
import { isEnded } from "./engine/frame.ts";
import type { Change } from "./engine/move.ts";
import { newWork } from "./engine/work.ts";
import { NodeEntity, OrderEntity, orders, WorkEntity } from "./entity.ts";
import type { NodeRecord, OrderEventRecord, OrderRecord, Work } from "./record.ts";
import { needsPeople } from "./needs.ts";

const usualWork: Work = newWork(0, null);

type Stored = { rest: object };

export function orderOf(item: Stored): OrderRecord {
  const { rest, ...keys } = item;
  const { orderId, version, state, updatedAt, wakeAt, knocks } = keys as OrderRecord;
  const known = { orderId, version, state, updatedAt, wakeAt: wakeAt ?? null, knocks };
  return { ...blankOrder, ...rest, ...known } as OrderRecord;
}

export function nodeOf(item: Stored & { orderId: string; seq: number }): NodeRecord {
  const { rest, orderId, seq } = item;
  const node = { ...blankNode, ...rest, orderId, seq } as NodeRecord;
  return {
    ...node,
    strategy: { ...blankStrategy, ...node.strategy },
    work: node.work === null ? null : { ...usualWork, ...node.work },
  };
}

export function workOf(item: Stored & { index: number }): Work {
  return { ...usualWork, ...item.rest, index: item.index };
}

/** Work of the node: its own, or that of its targets as far as it was begun. */
export function worksOf(node: NodeRecord, begun: Work[]): Work[] {
  if (node.traits === null) return [];
  if (node.targets === null) return node.work === null ? [] : [node.work];
  const known = new Map(begun.map((work) => [work.index, work]));
  return node.targets.map((target, index) => known.get(index) ?? newWork(index, target));
}

type Got = { order: OrderRecord | undefined; node: NodeRecord | undefined };

async function get(orderId: string, seq: number): Promise<Got> {
  const found = await getMany([
    OrderEntity.get({ orderId }).params(here()),
    NodeEntity.get({ orderId, seq }).params(here()),
  ]);
  const got: Got = { order: undefined, node: undefined };
  for (const Item of found) {
    const head = OrderEntity.parse({ Item }).data;
    const node = NodeEntity.parse({ Item }).data;
    if (head !== null) got.order = orderOf(head);
    if (node !== null) got.node = nodeOf(node);
  }
  return got;
}

export async function getNode(orderId: string, seq: number): Promise<NodeRecord | undefined> {
  const { data } = await NodeEntity.get({ orderId, seq }).go({ ...here(), consistent: true });
  return data === null ? undefined : nodeOf(data);
}

async function begunWorks(node: NodeRecord): Promise<Work[]> {
  if (node.targets === null || node.traits === null) return [];
  const { orderId, seq } = node;
  const { data } = await WorkEntity.query
    .work({ orderId, seq })
    .go({ ...here(), consistent: true, pages: "all" });
  return data.map(workOf);
}

/**
 * The order with the node whose turn it is. `seq` is a guess at which one that is: right, it is one BatchGet;
 * wrong, one Get more. Inside a group one Get more, with targets one Query more.
 */
export async function loadFrame(orderId: string, seq = 1): Promise<Frame> {
  const guessed = await get(orderId, seq);
  const { order } = guessed;
  if (order === undefined) throw notFound("order");
  const node = order.at === seq ? guessed.node : await getNode(orderId, order.at);
  if (node === undefined) return { order, node: null, group: null, works: [] };
  const group = node.group === null ? null : ((await getNode(orderId, node.group)) ?? null);
  return { order, node, group, works: worksOf(node, await begunWorks(node)) };
}

export async function getOrderRecord(orderId: string): Promise<OrderRecord | undefined> {
  const { data } = await OrderEntity.get({ orderId }).go({ ...here(), consistent: true });
  return data === null ? undefined : orderOf(data);
}

/** An order with all its nodes. One Query. */
export type Run = { order: OrderRecord; nodes: NodeRecord[] };

export async function loadRun(orderId: string): Promise<Run> {
  const { data } = await orders.collections
    .run({ orderId })
    .go({ ...here(), consistent: true, pages: "all" });
  const [order] = data.order;
  if (order === undefined) throw notFound("order");
  return { order: orderOf(order), nodes: data.node.map(nodeOf) };
}

export type OrderPage = Run & {
  works: (Work & { seq: number })[];
  events: OrderEventRecord[];
};

/** Everything of an order. One Query. */
export async function loadOrderPage(orderId: string): Promise<OrderPage> {
  const { data } = await orders.collections
    .page({ orderId })
    .go({ ...here(), consistent: true, pages: "all" });
  const [order] = data.order;
  if (order === undefined) throw notFound("order");
  return {
    order: orderOf(order),
    nodes: data.node.map(nodeOf),
    works: data.work.map((item) => ({ ...workOf(item), seq: item.seq })),
    events: data.orderEvent.map((item) => ({ ...item, seq: item.seq ?? null })),
  };
}

function boxOf(order: OrderRecord): "attention" | "running" | "ended" {
  if (isEnded(order)) return "ended";
  return needsPeople(order) ? "attention" : "running";
}

/** Keys aside, an order as it is stored. */
function orderItem(order: OrderRecord) {
  const { orderId, version, state, updatedAt, wakeAt, knocks, ...rest } = order;
  return {
    orderId,
    version,
    state,
    updatedAt,
    knocks,
    ...(wakeAt === null ? {} : { wakeAt }),
    ...(order.plan === null ? {} : { planId: order.plan.id, runAt: order.createdAt }),
    rest: withoutUsual<Partial<OrderRecord>>(rest, blankOrder),
    box: boxOf(order),
  };
}

export function nodeItem(node: NodeRecord) {
  const { orderId, seq, ...rest } = node;
  const work = node.work === null ? null : withoutUsual(node.work, usualWork);
  const strategy = withoutUsual(node.strategy, blankStrategy);
  return {
    orderId,
    seq,
    rest: withoutUsual<Partial<NodeRecord>>({ ...rest, work, strategy } as NodeRecord, blankNode),
  };
}

function putNode(node: NodeRecord): Write {
  return put(NodeEntity.put(nodeItem(node)).params(here()));
}

function putWork({ orderId, seq }: NodeRecord, { index, ...work }: Work): Write {
  const rest = withoutUsual<Partial<Work>>(work, usualWork);
  return put(WorkEntity.put({ orderId, seq, index, rest }).params(here()));
}

/** The head of a new order. */
export function createOrderRow(order: OrderRecord): Write {
  return put(OrderEntity.create(orderItem(order)).params(here()), "ALREADY_EXISTS");
}

/** Rows of nodes, for a new order. */
export function nodeRows(nodes: NodeRecord[]): Write[] {
  return nodes.map(putNode);
}

/** Who changes an order: its own machine, which looks again anyway, or somebody else, who must knock. */
export type Changer = "machine" | "other";

/** What a change writes; refused when somebody else moved the order since it was read. */
export function changeRows(before: OrderRecord, change: Change, changer: Changer): Write[] {
  const { frame, nodes, works } = change;
  const { version, knocks } = before;
  const order = {
    ...frame.order,
    version: version + 1,
    knocks: knocks + (changer === "machine" ? 0 : 1),
  };
  const row = OrderEntity.put(orderItem(order))
    .where((item, { eq }) => eq(item.version, version))
    .params(here());
  return [put(row), ...nodeWrites(frame.node, nodes, works)];
}

/** Work without targets lies in its node. */
function nodeWrites(current: NodeRecord | null, changed: NodeRecord[], works: Work[]): Write[] {
  const [only] = works;
  if (current === null || only === undefined) return changed.map(putNode);
  if (current.targets !== null) {
    return [...changed.map(putNode), ...works.map((work) => putWork(current, work))];
  }
  const others = changed.filter(({ seq }) => seq !== current.seq);
  return [...others, { ...current, work: only }].map(putNode);
}
