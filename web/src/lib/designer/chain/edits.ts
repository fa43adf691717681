import type { ChainNode } from "#shared/approval/chain.ts";
import type { ChainEdit, EditPath } from "../edit.ts";
import { isInside, type Way } from "./tree.ts";

/** A place as it is called once what stands at `gone` is taken out. */
export function placeWithout(place: EditPath, gone: EditPath): EditPath {
  const depth = gone.length - 1;
  const [at, taken] = [place[depth], gone[depth]];
  const isSameList = isInside(place, gone.slice(0, depth));
  if (!isSameList || typeof at !== "number" || typeof taken !== "number") return place;
  return at > taken ? place.with(depth, at - 1) : place;
}

/** Moves a node to where something is put in; null when that is inside itself or changes nothing. */
export function moveTo(from: EditPath, place: EditPath): (ChainEdit & { kind: "move" }) | null {
  if (place.length > from.length && isInside(place, from)) return null;
  const to = placeWithout(place, from);
  const isSame = to.length === from.length && isInside(to, from);
  return isSame ? null : { kind: "move", from, to };
}

/** One place up or down among its siblings, of which there are `count`. */
export function moveBy(from: EditPath, step: 1 | -1, count: number): ChainEdit | null {
  const at = Number(from.at(-1)) + step;
  if (at < 0 || at >= count) return null;
  return { kind: "move", from, to: from.with(from.length - 1, at) };
}

/** Takes a way away, as far as its node may do without it. */
export function removeWay(way: Way, node: ChainNode): ChainEdit | null {
  if (way.kind === "otherwise") {
    return way.nodes.length > 0 ? { kind: "set", path: way.path, value: [] } : null;
  }
  if (way.kind === "timeout") {
    if (!("timeLimit" in node) || node.timeLimit === undefined) return null;
    const { otherwise: _, ...limit } = node.timeLimit;
    const value = { ...limit, onTimeout: "escalate" };
    return { kind: "set", path: way.path.slice(0, -1), value };
  }
  const fewest = way.kind === "branch" ? 1 : 2;
  const count = "branches" in node ? node.branches.length : 0;
  return count > fewest ? { kind: "delete", path: way.path.slice(0, -1) } : null;
}

/** Changes the order of a branch's or a parallel's ways. */
export function moveWay(way: Way, step: 1 | -1, node: ChainNode): ChainEdit | null {
  if (!("branches" in node) || way.kind === "otherwise") return null;
  return moveBy(way.path.slice(0, -1), step, node.branches.length);
}
