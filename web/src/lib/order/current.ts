import type { OrderNodeView, OrderSummary, OrderView } from "#shared/order/view/schema.ts";
import { EndState, type NodeState } from "#shared/order/schema.ts";

/** Where a run stands. */

const ends: ReadonlySet<string> = new Set(EndState.options);
const stuck: ReadonlySet<NodeState> = new Set(["failed", "timed_out", "unknown", "cancelled"]);
const moving: ReadonlySet<string> = new Set(["running", "cancelling", "rolling_back"]);

export function isEnded({ state }: Pick<OrderSummary, "state">): boolean {
  return ends.has(state);
}

/** The machine works on it. */
export function isMoving({ state }: Pick<OrderSummary, "state">): boolean {
  return moving.has(state);
}

/** It failed in one way or another. */
export function isStuck({ state }: Pick<OrderNodeView, "state">): boolean {
  return stuck.has(state);
}

type Placed = Pick<OrderView, "nodes" | "done" | "direction">;

/** The number of the node whose turn it is; behind the last one there is none of it. */
function currentSeq({ nodes, done, direction }: Placed): number {
  const ahead = direction === "back" ? nodes.filter(({ kind }) => kind !== "rollback").length : 0;
  return ahead + done + 1;
}

/** The node whose turn it is, or at which the run ended; undefined before the start and when all is done. */
export function currentNode(order: OrderView): OrderNodeView | undefined {
  const isBefore = ["waiting_params", "pending_approval", "scheduled"].includes(order.state);
  if (isBefore) return undefined;
  const seq = currentSeq(order);
  return order.nodes.find((node) => node.seq === seq);
}

/** Asked by name to do the current node by hand. */
export function isAwaitingPeople({ state, people }: OrderNodeView): boolean {
  return state === "running" && people.length > 0;
}
