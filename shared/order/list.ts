import type { order as operations } from "#shared/contract/order.ts";
import type { Received } from "#shared/contract/operation.ts";
import { assertCan, can, personOf, type Ctx } from "#shared/core/ctx.ts";
import type { Page } from "#shared/core/page.ts";
import { decodeCursor, encodeCursor } from "#shared/table/cursor.ts";
import { getMany } from "#shared/table/get-many.ts";
import { here } from "#shared/table/model.ts";
import { boxShardCount, OrderAskEntity, OrderEntity } from "./entity.ts";
import type { OrderRecord } from "./record.ts";
import { orderOf } from "./store.ts";
import type { OrderSummary } from "./view/schema.ts";
import { orderSummary } from "./view/view.ts";

type Query = Received<typeof operations.listOrders>["query"];
type Box = "attention" | "running" | "ended";
type Position = { updatedAt: string; orderId: string };

const shards = Array.from({ length: boxShardCount }, (_none, index) => String(index));

function isBehind(order: OrderRecord, { updatedAt, orderId }: Position): boolean {
  if (order.updatedAt !== updatedAt) return order.updatedAt < updatedAt;
  return order.orderId < orderId;
}

async function newestOf(
  shard: string,
  { box, limit }: { box: Box; limit: number },
  behind: Position | undefined,
): Promise<OrderRecord[]> {
  const query = OrderEntity.query.byBox({ box, boxShard: shard });
  const ahead = behind === undefined ? query : query.lte({ updatedAt: behind.updatedAt });
  // One more than asked for covers the order the cursor stands on.
  const { data } = await ahead.go({ ...here(), order: "desc", limit: limit + 1 });
  const orders = data.map(orderOf);
  return behind === undefined ? orders : orders.filter((order) => isBehind(order, behind));
}

/** Orders of one box, newest change first: one Query per shard, merged. */
async function listBox(box: Box, { cursor, limit }: Query): Promise<Page<OrderSummary>> {
  const scope = `orders:${box}`;
  const behind = decodeCursor<Position>(scope, cursor);
  const query = { box, limit };
  const found = (await Promise.all(shards.map((shard) => newestOf(shard, query, behind)))).flat();
  found.sort((a, b) => (isBehind(b, a) ? -1 : 1));
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const hasMore = found.length > items.length && last !== undefined;
  const position = last && { updatedAt: last.updatedAt, orderId: last.orderId };
  const nextCursor = hasMore ? encodeCursor(scope, position) : null;
  return { items: items.map(orderSummary), nextCursor };
}

/** The runs of a plan, newest first. One Query. */
async function listOfPlan(planId: string, { cursor, limit }: Query): Promise<Page<OrderSummary>> {
  const scope = `orders:${planId}`;
  const position = decodeCursor<string>(scope, cursor) ?? null;
  const { data, cursor: next } = await OrderEntity.query
    .byPlan({ planId })
    .go({ ...here(), order: "desc", limit, cursor: position });
  return {
    items: data.map((item) => orderSummary(orderOf(item))),
    nextCursor: next === null ? null : encodeCursor(scope, next),
  };
}

/** Orders that want something of the caller by name, oldest first. One Query, then one BatchGet. */
async function listMine(ctx: Ctx, { cursor, limit }: Query): Promise<Page<OrderSummary>> {
  const { userId } = personOf(ctx);
  const scope = `orders:mine:${userId}`;
  const position = decodeCursor<string>(scope, cursor) ?? null;
  const { data, cursor: next } = await OrderAskEntity.query
    .byAsked({ userId })
    .go({ ...here(), limit, cursor: position });
  const ids = [...new Set(data.map(({ orderId }) => orderId))];
  const found = await getMany(ids.map((orderId) => OrderEntity.get({ orderId }).params(here())));
  const orders = found.flatMap((Item) => {
    const item = OrderEntity.parse({ Item }).data;
    return item === null ? [] : [orderOf(item)];
  });
  const known = new Map(orders.map((order) => [order.orderId, order]));
  return {
    items: ids.flatMap((id) => known.get(id) ?? []).map(orderSummary),
    nextCursor: next === null ? null : encodeCursor(scope, next),
  };
}

/** Orders of a box, of a plan, or those that wait for the caller. */
export async function listOrders(ctx: Ctx, query: Query): Promise<Page<OrderSummary>> {
  if (query.view === "mine") return listMine(ctx, query);
  if (!can(ctx, "plan:read")) assertCan(ctx, "order:operate");
  return query.plan === undefined ? listBox(query.view, query) : listOfPlan(query.plan, query);
}
