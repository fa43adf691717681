import { can, personOf, type Ctx } from "#shared/core/ctx.ts";
import { here } from "#shared/table/model.ts";
import { boxShardCount, OrderAskEntity, OrderEntity } from "./entity.ts";
import type { OrderCount } from "./view/schema.ts";

/** Nobody needs to know more exactly than "99+". */
const mostCounted = 100;
const shards = Array.from({ length: boxShardCount }, (_none, index) => String(index));

async function countMine(ctx: Ctx): Promise<number> {
  const { data } = await OrderAskEntity.query
    .byAsked({ userId: personOf(ctx).userId })
    .go({ ...here(), limit: mostCounted, attributes: ["orderId"] });
  return new Set(data.map(({ orderId }) => orderId)).size;
}

async function countAttention(): Promise<number> {
  const limit = mostCounted / boxShardCount;
  const found = await Promise.all(
    shards.map((boxShard) =>
      OrderEntity.query
        .byBox({ box: "attention", boxShard })
        .go({ ...here(), limit, attributes: ["orderId"] }),
    ),
  );
  return found.reduce((sum, { data }) => sum + data.length, 0);
}

/** How many runs wait for the caller by name, and, for operators, for anybody; at most a hundred each. */
export async function countOrders(ctx: Ctx): Promise<OrderCount> {
  const isOperator = can(ctx, "order:operate");
  const [mine, attention] = await Promise.all([countMine(ctx), isOperator ? countAttention() : 0]);
  return { mine, attention };
}
