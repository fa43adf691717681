import type { ChainNode } from "#shared/approval/chain.ts";
import type { EditPath } from "../edit.ts";

/** A list of nodes below a node: a branch, the default, a parallel way, or the way of a time-out. */
export type Way = {
  kind: "branch" | "otherwise" | "parallel" | "timeout";
  /** Place among the branches; 0 for the others. */
  index: number;
  /** Where its nodes stand. */
  path: EditPath;
  nodes: ChainNode[];
};

/** The ways below a node, from left to right. */
export function waysOf(node: ChainNode, path: EditPath): Way[] {
  if (node.kind === "branch" || node.kind === "parallel") {
    const ways = node.branches.map(({ nodes }, index): Way => {
      return { kind: node.kind, index, path: [...path, "branches", index, "nodes"], nodes };
    });
    if (node.kind === "parallel") return ways;
    const otherwise = { index: 0, path: [...path, "otherwise"], nodes: node.otherwise };
    return [...ways, { kind: "otherwise", ...otherwise }];
  }
  if (node.kind !== "approve" && node.kind !== "confirm") return [];
  const nodes = node.timeLimit?.otherwise;
  if (nodes === undefined) return [];
  return [{ kind: "timeout", index: 0, path: [...path, "timeLimit", "otherwise"], nodes }];
}

export type PlacedNode = { path: EditPath; node: ChainNode };

/** Every node of the tree with its path inside the chain, in reading order. */
export function placedNodes(nodes: ChainNode[], path: EditPath = []): PlacedNode[] {
  return nodes.flatMap((node, index) => {
    const own = [...path, index];
    const below = waysOf(node, own).flatMap((way) => placedNodes(way.nodes, way.path));
    return [{ path: own, node }, ...below];
  });
}

/** Where the node with this id stands; the first one, should two have it. */
export function findNode(nodes: ChainNode[], id: string | null): PlacedNode | undefined {
  return id === null ? undefined : placedNodes(nodes).find(({ node }) => node.id === id);
}

export function keyOf(path: EditPath): string {
  return path.join(".");
}

/** Whether `inner` is `outer` or lies inside it. */
export function isInside(inner: EditPath, outer: EditPath): boolean {
  return outer.every((key, at) => inner[at] === key);
}

/** What stands at a path, undefined when nothing does. */
export function valueAt(from: unknown, path: EditPath): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined,
    from,
  );
}
