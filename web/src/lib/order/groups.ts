import type { OrderNodeView, OrderView } from "#shared/order/view/schema.ts";

type Nodes = { nodes: readonly Pick<OrderNodeView, "kind" | "type">[] };

/** Whether a disaster recovery also knows how traffic comes back. */
export function hasWayBack({ nodes }: Nodes): boolean {
  return nodes.some(({ kind, type }) => kind === "group" && type === "TRAFFIC_BACK");
}

export type Part = { node: OrderNodeView; done: number; count: number };

/** The parts of a disaster recovery with how far each got; none for other runs. */
export function partsOf({ nodes }: Pick<OrderView, "nodes">): Part[] {
  const ended = new Set(["succeeded", "failed", "timed_out", "unknown", "skipped", "cancelled"]);
  return nodes
    .filter(({ kind }) => kind === "group")
    .map((node) => {
      const steps = nodes.filter(({ group }) => group === node.seq);
      const done = steps.filter(({ state }) => ended.has(state)).length;
      return { node, done, count: steps.length };
    });
}
