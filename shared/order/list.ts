import type { order as operations } from "#shared/contract/order.ts";
import type { Received } from "#shared/contract/operation.ts";
import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import type { Page } from "#shared/core/page.ts";
import { decodeCursor, encodeCursor } from "#shared/table/cursor.ts";
import { here } from "#shared/table/model.ts";
import { boxShardCount, OrderEntity } from "./entity.ts";
import { orderSummary } from "./get.ts";
import type { OrderRecord } from "./record.ts";
import type { OrderSummary } from "./schema.ts";
import { orderOf } from "./store.ts";

type Query = Received<typeof operations.listOrders>["query"];
type Position = { updatedAt: string; orderId: string };

const shards = Array.from({ length: boxShardCount }, (_none, index) => String(index));

function isBehind(order: OrderRecord, { updatedAt, orderId }: Position): boolean {
  if (order.updatedAt !== updatedAt) return order.updatedAt < updatedAt;
  return order.orderId < orderId;
}

async function newestOf(
  shard: string,
  query: Query,
  behind: Position | undefined,
): Promise<OrderRecord[]> {
  const box = OrderEntity.query.byBox({ box: query.view, boxShard: shard });
  const ahead = behind === undefined ? box : box.lte({ updatedAt: behind.updatedAt });
  // One more than asked for covers the order the cursor stands on.
  const { data } = await ahead.go({ ...here(), order: "desc", limit: query.limit + 1 });
  const orders = data.map(orderOf);
  return behind === undefined ? orders : orders.filter((order) => isBehind(order, behind));
}

/** Orders of one box, newest change first: one Query per shard, merged. */
export async function listOrders(ctx: Ctx, query: Query): Promise<Page<OrderSummary>> {
  assertCan(ctx, "order:operate");
  const scope = `orders:${query.view}`;
  const behind = decodeCursor<Position>(scope, query.cursor);
  const found = (await Promise.all(shards.map((shard) => newestOf(shard, query, behind)))).flat();
  found.sort((a, b) => (isBehind(b, a) ? -1 : 1));
  const items = found.slice(0, query.limit);
  const last = items.at(-1);
  const hasMore = found.length > items.length && last !== undefined;
  const nextCursor = hasMore
    ? encodeCursor(scope, { updatedAt: last.updatedAt, orderId: last.orderId })
    : null;
  return { items: items.map(orderSummary), nextCursor };
}
