import type { OrderNodeView } from "#shared/order/view/schema.ts";

/** A line in the list of steps. */
export type TreeRow =
  | { kind: "node"; key: string; node: OrderNodeView; depth: 0 | 1 }
  | { kind: "rollback"; key: "rollback"; count: number };

/**
 * Steps as they stand in the list: those of a part below it, unless it is shut; what undoes them in a section of its
 * own behind them.
 */
export function treeRows(
  nodes: readonly OrderNodeView[],
  shut: ReadonlySet<number> = new Set(),
): TreeRow[] {
  const row = (node: OrderNodeView): TreeRow => ({
    kind: "node",
    key: String(node.seq),
    node,
    depth: node.group === null ? 0 : 1,
  });
  const forward = nodes.filter(({ kind }) => kind !== "rollback");
  const back = nodes.filter(({ kind }) => kind === "rollback");
  const open = forward.filter(({ group }) => group === null || !shut.has(group));
  if (back.length === 0) return open.map(row);
  return [
    ...open.map(row),
    { kind: "rollback", key: "rollback", count: back.length },
    ...back.map(row),
  ];
}

/** Which rows of equal height lie in view, with some more on both sides. `to` is behind the last one. */
export function rowsInView(
  { top, height }: { top: number; height: number },
  { rowHeight, count, more = 6 }: { rowHeight: number; count: number; more?: number },
): { from: number; to: number } {
  const first = Math.floor(top / rowHeight) - more;
  const last = Math.ceil((top + height) / rowHeight) + more;
  const from = Math.max(0, Math.min(first, count));
  return { from, to: Math.max(from, Math.min(last, count)) };
}
