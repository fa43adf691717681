import type { ChainNode } from "#shared/approval/chain.ts";
import { placedNodes } from "./tree.ts";

const longest = 40;

export function idsOf(chain: ChainNode[]): Set<string> {
  return new Set(placedNodes(chain).map(({ node }) => node.id));
}

/** `leader`, or `leader-2` and so on when that is taken. */
export function freshId(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  const stem = wanted.replace(/-\d+$/, "");
  for (let number = 2; ; number += 1) {
    const ending = `-${number}`;
    const id = stem.slice(0, longest - ending.length) + ending;
    if (!taken.has(id)) return id;
  }
}

/** Whether an id may be given to the node that now has `own`. */
export function idFault(id: string, own: string, chain: ChainNode[]): "form" | "taken" | null {
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(id)) return "form";
  const others = placedNodes(chain).filter(({ node }) => node.id === id).length;
  return others > (id === own ? 1 : 0) ? "taken" : null;
}

function renamed(value: unknown, taken: Set<string>): unknown {
  if (Array.isArray(value)) return value.map((one) => renamed(one, taken));
  if (typeof value !== "object" || value === null) return value;
  const copy = Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      // Parameters of an action are the other system's own words, ids included.
      key === "parameters" ? inner : renamed(inner, taken),
    ]),
  );
  if (typeof copy.kind !== "string" || typeof copy.id !== "string") return copy;
  copy.id = freshId(copy.id, taken);
  taken.add(copy.id as string);
  return copy;
}

/** A node with everything below it, under ids that the chain does not have yet. */
export function copyOf(node: ChainNode, chain: ChainNode[]): ChainNode {
  return renamed(node, idsOf(chain)) as ChainNode;
}
