import type { BranchNode, Chain, ChainNode } from "#shared/approval/chain.ts";
import type { FormValues } from "#shared/core/condition.ts";
import type { Stop } from "#shared/ticket/record.ts";
import { leftByTime } from "./stands.ts";
import type { Transition } from "./transition.ts";
import { chosen, isWithin, nodeOf } from "./tree.ts";
import { allStops } from "./walk.ts";

/** What of the chain a ticket has come through, seen from where it stands. */

/** How it went: the form its branches were decided on, and visits that ended in a time limit's own way. */
type Way = { values: FormValues; isLeft: (nodeId: string) => boolean };

/** Every branch at which the ticket stands or that it has passed, with the form as it was `before`. */
export function branchesBehind(move: Transition, stops: Stop[], before: FormValues): BranchNode[] {
  const { chain } = move.situation.document;
  const left = new Set(leftByTime(move.told()).map(({ nodeId }) => nodeId));
  const way: Way = { values: before, isLeft: (nodeId) => left.has(nodeId) };
  const all = stops.flatMap(allStops);
  const idsOf = (some: Stop[]) => some.map(({ nodeId }) => nodeId);
  const beside = all.filter(({ detour }) => detour !== null);
  const main = idsOf(all.filter(({ detour }) => detour === null));
  const below = [...new Set(beside.map(({ detour }) => detour?.from ?? ""))].flatMap((from) =>
    branchesIn(nodeOf(chain, from), idsOf(beside), { ...way, isLeft: () => false }),
  );
  return [...branchesAlong(chain, main, way), ...below];
}

/** Branches of a list up to the node that holds one of `stops`; without any, all of it lies behind. */
function branchesAlong(list: Chain, stops: string[], way: Way): BranchNode[] {
  const last = list.findIndex((node) => stops.some((id) => isWithin(node, id)));
  const come = last === -1 ? list : list.slice(0, last + 1);
  return come.flatMap((node) => branchesIn(node, stops, way));
}

function branchesIn(node: ChainNode | undefined, stops: string[], way: Way): BranchNode[] {
  if (node?.kind === "branch") {
    return [node, ...branchesAlong(chosen(node, way.values), stops, way)];
  }
  if (node?.kind === "parallel") {
    return node.branches.flatMap(({ nodes }) => branchesAlong(nodes, stops, way));
  }
  if (node?.kind !== "approve" && node?.kind !== "confirm") return [];
  const { otherwise = [] } = node.timeLimit ?? {};
  const isIn = otherwise.some((one) => stops.some((id) => isWithin(one, id)));
  return isIn || way.isLeft(node.id) ? branchesAlong(otherwise, stops, way) : [];
}
