import { after, secondMs } from "#shared/core/clock.ts";
import type { NodeRecord, OrderRecord } from "#shared/order/record.ts";
import type { OrderState } from "#shared/order/schema.ts";
import type { Frame } from "./frame.ts";
import { Move, refusal, type Change, type Deed } from "./move.ts";

const endsWithAWayBack: ReadonlySet<OrderState> = new Set([
  "failed",
  "cancelled",
  "partially_succeeded",
  "timed_out",
  "succeeded",
]);

/** It has ended, and has not been on its way back before. */
export function mayTurnBack({ state, direction }: OrderRecord): boolean {
  return direction === "forward" && endsWithAWayBack.has(state);
}

/** What was done is undone in reverse: `undoing` are the nodes for it, numbered on behind the others. */
export function turnBack(
  { order }: Pick<Frame, "order">,
  undoing: NodeRecord[],
  { now, mover }: Deed,
  reason: string,
): Change {
  if (!mayTurnBack(order)) throw refusal("Only an order that has ended can be rolled back.");
  if (undoing.length === 0) throw refusal("Nothing of this order can be undone.");
  const move = new Move({ order, node: null, group: null, works: [] }, now, mover);
  move.set({
    state: "rolling_back",
    direction: "back",
    rollbackCount: undoing.length,
    at: order.nodeCount + 1,
    failures: 0,
    endedAt: null,
    watch: null,
    deadlineAt: after(now, order.timeoutSeconds * secondMs),
  });
  move.tell("order.rollingBack", { comment: reason, count: undoing.length });
  return move.finish();
}
