import type { Chain, ChainNode } from "#shared/approval/chain.ts";
import type { FieldChange } from "#shared/ticket/record.ts";
import {
  branchesBehind,
  leafOf,
  leavesOf,
  lineOf,
  passedLine,
  type Leaf,
  type Line,
  type Spot,
} from "./process.ts";
import type { Running } from "./running.ts";

/** What takes a ticket back: returns to passed steps, and changes of the form. */

/** Steps somebody said yes to, as far as it counts, and at which nobody is asked now. */
export function passedSteps(ticket: Running): string[] {
  const busy = ticket.leaves().flatMap(({ now, node }) => (now.is === "away" ? [] : [node.id]));
  const said = ticket.said.filter(({ counts }) => counts).map(({ nodeId }) => nodeId);
  return [...new Set(said)].filter((id) => !busy.includes(id));
}

function forget(ticket: Running, isMeant: (nodeId: string) => boolean, left: Leaf[]): void {
  const stages = new Set(left.map(({ now }) => (now.is === "asking" ? now.stage : null)));
  for (const one of ticket.said) {
    if (isMeant(one.nodeId) || stages.has(one.stage)) one.counts = false;
  }
}

/** These steps are asked once more beside the chain; the leaves wait and are begun again after that. */
export function detour(ticket: Running, targets: string[], left: Leaf[]): void {
  forget(ticket, (id) => targets.includes(id), left);
  const ways = targets.map((id) => lineOf([ticket.chart.node(id)]));
  const made = { ways };
  for (const leaf of left) {
    if (leaf.now.is === "asking") ticket.dismiss(leaf.now.stage);
    leaf.now = { is: "away", detour: made };
  }
  ticket.detours.push(made);
  ticket.run();
}

/** Nobody is asked any more. Straight: the tree stands still as it is until the next submit. */
export function toRequester(ticket: Running, isStraight: boolean): void {
  const left = ticket.leaves().filter(({ now }) => now.is !== "away");
  forget(ticket, () => !isStraight, left);
  for (const leaf of left) leaf.now = { is: "todo" };
  if (!isStraight) [ticket.root, ticket.detours] = [null, []];
  ticket.state = "returned";
  ticket.blocked = null;
}

/** A leaf's node, and those of the leaves that will only go on when it is over. */
function chained(ticket: Running, leaf: Leaf): string[] {
  const own = ticket.detours.find(({ ways }) => ways.flatMap(leavesOf).includes(leaf));
  if (own === undefined) return [leaf.node.id];
  const waiting = ticket.leaves().filter(({ now }) => now.is === "away" && now.detour === own);
  return [leaf.node.id, ...waiting.flatMap((one) => chained(ticket, one))];
}

/** A return from `leaf` to passed steps. */
export function returnTo(ticket: Running, leaf: Leaf, targets: string[]): void {
  const { chart } = ticket;
  const isAhead = (id: string) => targets.some((target) => chart.isAfter(id, target));
  const isBeside = ticket.detours.some(({ ways }) => ways.flatMap(leavesOf).includes(leaf));
  const busy = ticket.leaves().filter(({ now }) => now.is !== "away");
  const tears = busy.some((one) => {
    const ahead = chained(ticket, one).map(isAhead);
    return ahead.includes(true) && ahead.includes(false);
  });
  const wantsAgain = "afterReturn" in leaf.node && leaf.node.afterReturn === "again";
  if (wantsAgain && !isBeside && isAhead(leaf.node.id) && !tears) redo(ticket, targets);
  else detour(ticket, targets, [leaf]);
}

/** The tree goes back to the targets; what they come before is forgotten, what lies beside them stays. */
function redo(ticket: Running, targets: string[]): void {
  const { chart } = ticket;
  const isReached = (id: string) =>
    targets.some((target) => target === id || chart.isAfter(id, target));
  const left = ticket.leaves().filter(({ now, node }) => now.is !== "away" && isReached(node.id));
  forget(ticket, isReached, left);
  ticket.detours = ticket.detours.filter(
    ({ ways }) => !ways.flatMap(leavesOf).every((leaf) => isReached(leaf.node.id)),
  );
  const first = targets.filter((one) => !targets.some((other) => chart.isAfter(one, other)));
  if (ticket.root !== null) rewind(ticket, ticket.root, first);
  ticket.run();
}

function rewind(ticket: Running, line: Line, targets: string[]): void {
  const holds = (node: ChainNode) => targets.some((id) => ticket.chart.isWithin(id, node.id));
  const index = line.nodes.findIndex(holds);
  const node = line.nodes[index];
  if (node === undefined) return;
  const inner = line.index === index ? line.inner : null;
  line.index = index;
  line.inner = rewound(ticket, node, inner, targets);
}

function rewound(ticket: Running, node: ChainNode, inner: Spot | null, targets: string[]): Spot {
  const back = (line: Line) => {
    rewind(ticket, line, targets);
    return line;
  };
  const holdsTarget = (list: Chain) =>
    list.some((one) => targets.some((id) => ticket.chart.isWithin(id, one.id)));
  switch (node.kind) {
    case "parallel": {
      const ways = inner?.is === "fork" ? inner.ways : [];
      const lines = node.branches.map(({ nodes }, at) => ways[at] ?? passedLine(nodes));
      return { is: "fork", ways: lines.map(back) };
    }
    case "branch": {
      const lists = [...node.branches.map(({ nodes }) => nodes), node.otherwise];
      const list = lists.find(holdsTarget) ?? [];
      return back(inner?.is === "line" ? inner : passedLine(list));
    }
    default: {
      const leaf = leafOf(node);
      if (targets.includes(node.id) || !("timeLimit" in node)) return leaf;
      const below = node.timeLimit?.otherwise ?? [];
      const isIn = inner?.is === "leaf" && inner.now.is === "instead";
      const line = isIn && inner.now.is === "instead" ? inner.now.line : passedLine(below);
      leaf.now = { is: "instead", line: back(line) };
      return leaf;
    }
  }
}

/** Whether the ticket has come through a branch that would now take another way. */
function isAnotherWay(ticket: Running, changes: FieldChange[]): boolean {
  const before = { ...ticket.values };
  for (const { field, from } of changes) before[field] = from;
  const taken = (node: Extract<ChainNode, { kind: "branch" }>) => ticket.wayOf(node, before);
  const lines = [...(ticket.root === null ? [] : [ticket.root])];
  const all = [...lines, ...ticket.detours.flatMap(({ ways }) => ways)];
  return all
    .flatMap((line) => branchesBehind(line, { taken, instead: ticket.instead }))
    .some((node) => taken(node) !== ticket.wayOf(node, ticket.values));
}

/** Steps whose counted answers rest on a field that has changed. */
function touched(ticket: Running, changes: FieldChange[]): string[] {
  const ids = ticket.said.filter(({ counts }) => counts).map(({ nodeId }) => nodeId);
  return [...new Set(ids)].filter((id) => {
    const node = ticket.chart.node(id);
    if (!("ifChanged" in node) || node.ifChanged === "keep") return false;
    return changes.some(({ field }) => node.fields[field] !== "hidden");
  });
}

/** The form was changed by somebody who is asked. */
export function formChanged(ticket: Running, changes: FieldChange[]): void {
  if (isAnotherWay(ticket, changes)) return ticket.restart();
  const stale = touched(ticket, changes);
  if (stale.length === 0) return;
  ticket.tell("stage.askedAgain");
  const asking = ticket.leaves().filter(({ now }) => now.is === "asking");
  const passed = stale.filter((id) => !asking.some(({ node }) => node.id === id));
  if (passed.length > 0) return detour(ticket, passed, asking);
  const again = asking.filter(({ node }) => stale.includes(node.id));
  forget(ticket, () => false, again);
  for (const leaf of again) leaf.now = { is: "todo" };
  ticket.run();
}

/** A returned ticket comes straight back to where it was. */
export function comeStraightBack(ticket: Running, changes: FieldChange[]): void {
  if (isAnotherWay(ticket, changes)) return ticket.restart();
  const stale = touched(ticket, changes);
  if (stale.length === 0) return ticket.run();
  ticket.tell("stage.askedAgain");
  detour(
    ticket,
    stale,
    ticket.leaves().filter(({ now }) => now.is === "todo"),
  );
}
