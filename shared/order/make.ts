import type { Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { commit, stage, type Write } from "#shared/table/commit.ts";
import { askRows } from "./asks.ts";
import { eventRows } from "./commit.ts";
import { create, type Gates } from "./engine/gate.ts";
import type { Mover } from "./engine/move.ts";
import { refusalOf, takeLock } from "./lock.ts";
import type { NodeRecord, OrderRecord } from "./record.ts";
import { createOrderRow, nodeRows } from "./store.ts";

type New = {
  order: OrderRecord;
  nodes: NodeRecord[];
  gates: Gates;
  mover: Mover;
  /** Cool-down does not count for it. */
  isWarm: boolean;
  writes?: Write[];
};

/** As many nodes fit into the commit of their order; of a larger one they are written before. */
const mostInCommit = 60;

/** Writes a new order: whole or not at all, and only if the key of its plan is free. */
export async function makeOrder(ctx: Ctx, given: New): Promise<void> {
  const { nodes, mover, gates, isWarm } = given;
  const [first = null] = nodes;
  const frame = { order: given.order, node: first, group: null, works: [] };
  const change = create(frame, { now: ctx.now, mover }, gates);
  const { order } = change.frame;
  const rows = nodeRows(nodes);
  if (rows.length > mostInCommit) await stage(rows.map(({ params }) => params));
  const audit = await eventRows(change);
  const [told, ...others] = audit;
  if (told === undefined) throw new Error("an order begins with an event");
  const writes = [
    ...takeLock(order, { now: ctx.now, isWarm }),
    createOrderRow(order),
    ...(rows.length > mostInCommit ? [] : rows),
    ...askRows(null, change.frame),
    ...(given.writes ?? []),
  ];
  try {
    await commit(ctx, { writes, audit: [told, ...others], ref: order.orderId });
  } catch (error) {
    const isHeld = error instanceof AppError && error.code === "ORDER_HELD";
    throw isHeld && order.lock !== null ? await refusalOf(order.lock.key, ctx.now) : error;
  }
}
