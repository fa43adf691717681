import type { ChainNode } from "#shared/approval/chain.ts";
import type { EditPath } from "../edit.ts";
import { keyOf, waysOf, type Way } from "./tree.ts";

/** Something in the tree that can have the focus: the start, a node, or the head of a way. */
export type Stop = {
  key: string;
  kind: "start" | "node" | "way";
  /** Of a node: its own; of a head: that of its list. */
  path: EditPath;
  node: ChainNode | null;
  way: Way | null;
  /** The head and the nodes behind it, which this one is among. */
  line: Stop[];
  at: number;
  /** The node whose way this line is, and the how many-eth. */
  over: Stop | null;
  lane: number;
  /** The lines below a node. */
  below: Stop[][];
};

type Begun = Pick<Stop, "key" | "kind" | "path" | "node" | "way" | "over" | "lane">;

function begin(begun: Begun): Stop {
  return { ...begun, line: [], at: 0, below: [] };
}

function headOf(way: Way, over: Stop, lane: number): Stop {
  const key = `${keyOf(way.path)}.`;
  return begin({ key, kind: "way", path: way.path, node: null, way, over, lane });
}

function lineOf(head: Stop, nodes: ChainNode[]): Stop[] {
  const line = [head];
  head.line = line;
  for (const [index, node] of nodes.entries()) {
    const path = [...head.path, index];
    const { over, lane } = head;
    const stop = begin({ key: keyOf(path), kind: "node", path, node, way: null, over, lane });
    Object.assign(stop, { line, at: index + 1 });
    stop.below = waysOf(node, path).map((way, at) => lineOf(headOf(way, stop, at), way.nodes));
    line.push(stop);
  }
  return line;
}

/** The whole tree as a line of stops that begins at the start. */
export function stopsOf(chain: ChainNode[]): Stop[] {
  const key = "start";
  const none = { node: null, way: null, over: null };
  return lineOf(begin({ key, kind: "start", path: [], lane: 0, ...none }), chain);
}

/** All stops in reading order. */
export function allStops(line: Stop[]): Stop[] {
  return line.flatMap((stop) => [stop, ...stop.below.flatMap(allStops)]);
}

/** Where something stands that is put behind this stop. */
export function placeAfter(stop: Stop): EditPath {
  const list = stop.kind === "node" ? stop.path.slice(0, -1) : stop.path;
  return [...list, stop.at];
}

function behind(stop: Stop): Stop | undefined {
  return stop.line[stop.at + 1] ?? (stop.over ? behind(stop.over) : undefined);
}

/** The stop beside this one in the next way, as far down as this one or as that way goes. */
function beside(stop: Stop, step: 1 | -1): Stop | undefined {
  if (stop.over === null) return undefined;
  const line = stop.over.below[stop.lane + step];
  if (line) return line[Math.min(stop.at, line.length - 1)];
  return step === 1 ? beside(stop.over, step) : stop.over;
}

function hasWays(stop: Stop): boolean {
  return stop.node?.kind === "branch" || stop.node?.kind === "parallel";
}

/** Where an arrow key leads: down and up along the chain, left and right across its ways. */
export function walk(stop: Stop, key: string): Stop | undefined {
  const first = stop.below[0]?.[0];
  if (key === "ArrowDown") return hasWays(stop) && first ? first : behind(stop);
  if (key === "ArrowUp") return stop.at > 0 ? stop.line[stop.at - 1] : (stop.over ?? undefined);
  if (key === "ArrowLeft") return beside(stop, -1);
  if (key === "ArrowRight") return first ?? beside(stop, 1);
  let root = stop;
  while (root.over) root = root.over;
  if (key === "Home") return root.line[0];
  return key === "End" ? root.line.at(-1) : undefined;
}
