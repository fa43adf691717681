import { wakeShardCount } from "#shared/table/model.ts";
import { here } from "#shared/table/model.ts";
import { OrderEntity } from "#shared/order/entity.ts";
import { TicketEntity } from "#shared/ticket/entity.ts";

/** A record whose instant has passed without anybody moving it. */
export type Overdue = { kind: "ticket" | "order"; id: string; version: number };

const shards = Array.from({ length: wakeShardCount }, (_none, index) => String(index));
/** What one sweep takes from a shard; the next sweep takes the rest. */
const mostPerShard = 100;

async function overdueIn(wakeShard: string, before: string): Promise<Overdue[]> {
  const options = { ...here(), limit: mostPerShard };
  const [tickets, orders] = await Promise.all([
    TicketEntity.query.byWake({ wakeShard }).lt({ wakeAt: before }).go(options),
    OrderEntity.query.byWake({ wakeShard }).lt({ wakeAt: before }).go(options),
  ]);
  return [
    ...tickets.data.map(({ ticketId: id, version }) => ({ kind: "ticket" as const, id, version })),
    ...orders.data.map(({ orderId: id, version }) => ({ kind: "order" as const, id, version })),
  ];
}

/** Everything that should have moved before an instant. Two Queries per shard, whatever the number of tickets. */
export async function listOverdue(before: string): Promise<Overdue[]> {
  return (await Promise.all(shards.map((shard) => overdueIn(shard, before)))).flat();
}
