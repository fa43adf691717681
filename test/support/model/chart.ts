import type { Chain, ChainNode } from "#shared/approval/chain.ts";

/** The lists of nodes below a node. */
function listsBelow(node: ChainNode): Chain[] {
  switch (node.kind) {
    case "branch":
      return [...node.branches.map(({ nodes }) => nodes), node.otherwise];
    case "parallel":
      return node.branches.map(({ nodes }) => nodes);
    case "approve":
    case "confirm":
      return node.timeLimit?.otherwise === undefined ? [] : [node.timeLimit.otherwise];
    default:
      return [];
  }
}

/**
 * Where each node stands, as numbers: its index in its list, the number of that list below its owner, the
 * owner's index, and so on, outermost first. "3,0,1" is the second node of the first list below the fourth.
 */
export class Chart {
  readonly #at = new Map<string, { node: ChainNode; way: number[] }>();

  constructor(chain: Chain) {
    this.#note(chain, []);
  }

  #note(list: Chain, above: number[]): void {
    for (const [index, node] of list.entries()) {
      const way = [...above, index];
      this.#at.set(node.id, { node, way });
      for (const [number, below] of listsBelow(node).entries()) this.#note(below, [...way, number]);
    }
  }

  node(id: string): ChainNode {
    const found = this.#at.get(id);
    if (found === undefined) throw new Error(`no node ${id}`);
    return found.node;
  }

  #way(id: string): number[] {
    return this.#at.get(id)?.way ?? [];
  }

  /** Whether a ticket comes to `later` after it has been at `earlier`: further on, or in what it holds. */
  isAfter(later: string, earlier: string): boolean {
    const [a, b] = [this.#way(later), this.#way(earlier)];
    const at = a.findIndex((step, depth) => step !== b[depth]);
    if (at === -1) return false;
    if (at >= b.length) return true;
    return at % 2 === 0 && (a[at] ?? 0) > (b[at] ?? 0);
  }

  /** Whether `id` is that node or stands somewhere below it. */
  isWithin(id: string, holder: string): boolean {
    return this.#way(holder).every((step, depth) => step === this.#way(id)[depth]);
  }
}
