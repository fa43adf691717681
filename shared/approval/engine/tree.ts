import type { BranchNode, Chain, ChainNode } from "#shared/approval/chain.ts";
import { holds, type FormValues } from "#shared/core/condition.ts";

/** A place in the tree: the list a node stands in, where, and whose list it is (null: the chain itself). */
export type Frame = { list: Chain; index: number; owner: ChainNode | null };

/** The lists that hang below a node, in reading order. */
export function listsOf(node: ChainNode): Chain[] {
  if (node.kind === "branch") return [...node.branches.map((one) => one.nodes), node.otherwise];
  if (node.kind === "parallel") return node.branches.map((one) => one.nodes);
  const isAsk = node.kind === "approve" || node.kind === "confirm";
  return isAsk && node.timeLimit?.otherwise !== undefined ? [node.timeLimit.otherwise] : [];
}

/** Every node of the tree in reading order. */
export function allNodes(chain: Chain): ChainNode[] {
  return chain.flatMap((node) => [node, ...listsOf(node).flatMap(allNodes)]);
}

export function nodeOf(chain: Chain, id: string): ChainNode | undefined {
  return allNodes(chain).find((node) => node.id === id);
}

/** The way from the chain's own list down to a node: the last frame is the one the node stands in. */
export function wayTo(chain: Chain, id: string, owner: ChainNode | null = null): Frame[] {
  for (const [index, node] of chain.entries()) {
    const here = { list: chain, index, owner };
    if (node.id === id) return [here];
    for (const list of listsOf(node)) {
      const below = wayTo(list, id, node);
      if (below.length > 0) return [here, ...below];
    }
  }
  return [];
}

/** Whether the chain reaches `later` after it has passed `earlier`: both on one way, not side by side. */
export function isAfter(chain: Chain, later: string, earlier: string): boolean {
  const [one, two] = [wayTo(chain, later), wayTo(chain, earlier)];
  const isSame = (a: Frame, b?: Frame) => a.list === b?.list && a.index === b.index;
  const fork = one.findIndex((frame, depth) => !isSame(frame, two[depth]));
  const [a, b] = [one[fork], two[fork]];
  // No fork: it is the same node, or it holds the earlier one.
  if (a === undefined) return false;
  // What a node holds comes after it.
  if (b === undefined) return true;
  return a.list === b.list && a.index > b.index;
}

/** Whether `id` is the node itself or stands somewhere below it. */
export function isWithin(node: ChainNode, id: string): boolean {
  return node.id === id || allNodes(listsOf(node).flat()).some((one) => one.id === id);
}

/** The list that a branch takes for this form: the first whose condition holds. */
export function chosen(node: BranchNode, values: FormValues): Chain {
  return node.branches.find((branch) => holds(branch.when, values))?.nodes ?? node.otherwise;
}
