import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import type { Run } from "./engine.ts";
import type { OrderRecord } from "./record.ts";
import type { OrderSummary, OrderView } from "./schema.ts";
import { loadRun } from "./store.ts";

export function orderSummary({
  orderId,
  state,
  name,
  ticket,
  requester,
  createdAt,
  updatedAt,
}: OrderRecord): OrderSummary {
  return { id: orderId, state, name, ticket, requester, createdAt, updatedAt };
}

function orderView({ order, nodes }: Run): OrderView {
  return {
    ...orderSummary(order),
    version: order.version,
    needsOperator: order.state === "paused",
    nodes: nodes.map((node) => {
      const { seq, name, action, state, attempt, parameters, startedAt, finishedAt } = node;
      const { result, error, endedBy, reason, progress } = node;
      const times = { startedAt, finishedAt };
      return {
        seq,
        name,
        action,
        state,
        attempt,
        parameters,
        ...times,
        result,
        error,
        endedBy,
        reason,
        progress,
      };
    }),
  };
}

export async function getOrder(ctx: Ctx, orderId: string): Promise<OrderView> {
  assertCan(ctx, "order:operate");
  return orderView(await loadRun(orderId));
}
