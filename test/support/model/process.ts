import type {
  AskNode,
  AutomateNode,
  CcNode,
  Chain,
  ChainNode,
  WaitNode,
} from "#shared/approval/chain.ts";
import type { Clock } from "./clock.ts";
import type { Stage } from "./stage.ts";

/**
 * A running chain as a tree of processes, shaped like the chain itself: a list runs one thing at a time, a fork
 * runs all its ways, a leaf is a node at which something happens. Done is what `Model.advance` says is done.
 */
export type Spot = Line | Fork | Leaf;
export type Line = { is: "line"; nodes: Chain; index: number; inner: Spot | null };
export type Fork = { is: "fork"; ways: Line[] };
export type LeafNode = AskNode | CcNode | AutomateNode | WaitNode;
export type Leaf = { is: "leaf"; node: LeafNode; now: Now };

/** What a leaf is doing. */
export type Now =
  | { is: "todo" }
  | { is: "asking"; stage: Stage }
  | { is: "machine"; state: "pending" | "running" | "failed" }
  | { is: "pause"; clock: Clock }
  /** A time limit's own way runs in place of the answer. */
  | { is: "instead"; line: Line }
  /** It was left for a detour, and is begun again when that is over. */
  | { is: "away"; detour: Detour }
  | { is: "passed" };

/** Passed nodes that are asked once more, beside the chain. */
export type Detour = { ways: Line[] };

export function lineOf(nodes: Chain): Line {
  return { is: "line", nodes, index: 0, inner: null };
}

export function passedLine(nodes: Chain): Line {
  return { ...lineOf(nodes), index: nodes.length };
}

export function leafOf(node: LeafNode): Leaf {
  return { is: "leaf", node, now: { is: "todo" } };
}

/** The leaves that have begun and not passed, in reading order. */
export function leavesOf(spot: Spot | null): Leaf[] {
  if (spot === null) return [];
  if (spot.is === "line") return leavesOf(spot.inner);
  if (spot.is === "fork") return spot.ways.flatMap(leavesOf);
  if (spot.now.is === "instead") return leavesOf(spot.now.line);
  return spot.now.is === "passed" ? [] : [spot];
}

type Pass = {
  taken: (node: Extract<ChainNode, { kind: "branch" }>) => Chain;
  instead: Set<string>;
};

/** Every branch node that a line has come to so far. `taken` says which way was taken there. */
export function branchesBehind(line: Line, pass: Pass): Extract<ChainNode, { kind: "branch" }>[] {
  const behind = line.nodes.slice(0, line.index).flatMap((node) => branchesIn(node, pass));
  const current = line.nodes[line.index];
  const here = current?.kind === "branch" ? [current] : [];
  return [...behind, ...here, ...branchesRunning(line.inner, pass)];
}

function branchesRunning(spot: Spot | null, pass: Pass): ReturnType<typeof branchesBehind> {
  if (spot === null) return [];
  if (spot.is === "line") return branchesBehind(spot, pass);
  if (spot.is === "fork") return spot.ways.flatMap((way) => branchesBehind(way, pass));
  return spot.now.is === "instead" ? branchesBehind(spot.now.line, pass) : [];
}

/** The branch nodes in a node that lies behind. */
function branchesIn(node: ChainNode, pass: Pass): ReturnType<typeof branchesBehind> {
  const all = (nodes: Chain) => nodes.flatMap((one) => branchesIn(one, pass));
  if (node.kind === "branch") return [node, ...all(pass.taken(node))];
  if (node.kind === "parallel") return node.branches.flatMap(({ nodes }) => all(nodes));
  const isAsk = node.kind === "approve" || node.kind === "confirm";
  return isAsk && pass.instead.has(node.id) ? all(node.timeLimit?.otherwise ?? []) : [];
}
