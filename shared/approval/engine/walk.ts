import type {
  AutomateNode,
  CcNode,
  Chain,
  ChainNode,
  ParallelNode,
  WaitNode,
} from "#shared/approval/chain.ts";
import type { Detour, Place, Stop } from "#shared/ticket/record.ts";
import type { Outcome } from "#shared/ticket/state.ts";
import { instantAfter } from "./clock.ts";
import { askPeople } from "./stage.ts";
import { platform, type Transition } from "./transition.ts";
import { chosen, isWithin, nodeOf, wayTo } from "./tree.ts";

/** How a ticket goes through the tree of its chain: entering nodes, waiting at places, leaving them. */

/** Goes through the chain from its beginning. */
export function begin(move: Transition): void {
  if (!runList(move, move.situation.document.chain, 0, null)) complete(move, "approved");
}

/** Ends the ticket. Whoever was still asked no longer is. */
export function complete(move: Transition, outcome: Outcome, comment?: string): void {
  const { now } = move.situation;
  const ended = { state: "completed", outcome, completedAt: now } as const;
  move.ticket = { ...move.ticket, ...ended, places: [], resume: [], blocked: null };
  move.event("ticket.completed", {
    data: { outcome, ...(comment === undefined ? {} : { comment }) },
    notify: [{ kind: "ticket.completed", userId: move.ticket.requester.id }],
  });
}

/** Runs a list from `index` on until something waits; true when it does. */
function runList(move: Transition, list: Chain, index: number, detour: Detour | null): boolean {
  return list.slice(index).some((node) => enter(move, node, detour));
}

/** Enters a node; true when it, or something in it, waits. */
export function enter(move: Transition, node: ChainNode, detour: Detour | null): boolean {
  switch (node.kind) {
    case "cc":
      return sendCopies(move, node);
    case "automate":
      return startAutomation(move, node, detour);
    case "wait":
      return startWait(move, node, detour);
    case "branch":
      return runList(move, chosen(node, move.situation.values), 0, detour);
    case "parallel":
      // Every branch begins, also when an earlier one waits.
      return node.branches.map((one) => runList(move, one.nodes, 0, detour)).includes(true);
    default:
      return askPeople(move, node, detour);
  }
}

/** Leaves a node that is done with, and goes on behind it. */
export function leave(move: Transition, place: Place): void {
  move.leave(place);
  goOn(move, place.nodeId, place.detour);
}

/** Leaves a stage unanswered: `otherwise` runs in its place, then the chain goes on behind it. */
export function leaveBy(move: Transition, place: Place, otherwise: Chain): void {
  move.leave(place);
  if (!runList(move, otherwise, 0, place.detour)) goOn(move, place.nodeId, place.detour);
}

function goOn(move: Transition, nodeId: string, detour: Detour | null): void {
  const { chain } = move.situation.document;
  const end = detour === null ? 0 : wayTo(chain, detour.from).length;
  const way = wayTo(chain, nodeId);
  for (const { list, index, owner } of way.slice(end).toReversed()) {
    if (runList(move, list, index + 1, detour)) return;
    if (owner?.kind === "parallel" && isRunning(move, owner, detour)) return;
  }
  if (detour === null) complete(move, "approved");
  else endDetour(move, detour);
}

/** The last place of a detour leads back to where it was left for. */
function endDetour(move: Transition, detour: Detour): void {
  const open = [...move.ticket.places, ...move.ahead];
  if (open.some((stop) => detoursOf(stop.detour).includes(detour.id))) return;
  goBack(move, detour.back);
}

/**
 * Enters stops again; where nobody is to be asked any more the chain goes on behind them. Those whose turn has
 * not come count as running: what they belong to is not over before them.
 */
export function goBack(move: Transition, stops: Stop[]): void {
  move.ahead.push(...stops);
  for (const stop of stops) {
    move.ahead.splice(move.ahead.indexOf(stop), 1);
    const { nodeId, detour } = stop;
    const node = nodeOf(move.situation.document.chain, nodeId);
    if (node !== undefined && !enter(move, node, detour)) goOn(move, nodeId, detour);
  }
}

function detoursOf(detour: Detour | null): number[] {
  if (detour === null) return [];
  return [detour.id, ...detour.back.flatMap((stop) => detoursOf(stop.detour))];
}

/** Where a place waits, and the stops to which it will come back. */
export function allStops({ nodeId, detour }: Stop): Stop[] {
  return [{ nodeId, detour }, ...(detour?.back ?? []).flatMap(allStops)];
}

/** Whether a way of it has not come to its end. A detour into it is none of its ways, nor the other way round. */
function isRunning(move: Transition, node: ParallelNode, detour: Detour | null): boolean {
  const stops = [...move.ticket.places, ...move.ahead].flatMap(allStops);
  return stops.some((stop) => stop.detour?.id === detour?.id && isWithin(node, stop.nodeId));
}

function sendCopies(move: Transition, node: CcNode): false {
  const { people } = move.ask(`node:${node.id}`);
  if (people.length === 0) return false;
  move.copyTo(people);
  move.event("stage.cc", {
    mover: platform,
    data: { step: node.name, people },
    notify: people.map(({ id: userId }) => ({ kind: "ticket.cc", userId })),
  });
  return false;
}

function startAutomation(move: Transition, node: AutomateNode, detour: Detour | null): true {
  const { visit } = move.enter({ nodeId: node.id, queue: [], detour });
  const { kind, id: nodeId, name } = node;
  const task = move.open({ kind, nodeId, name, mode: "any", visit, assignee: null });
  move.automate(node, task);
  move.event("automation.started", { mover: platform, data: { step: name } });
  return true;
}

/** When a wait ends; null when it names a field that is empty, or an instant that has passed. */
function endOf(node: WaitNode, move: Transition): string | null {
  const { now, values } = move.situation;
  if (node.minutes !== undefined) return instantAfter(node.minutes, node.calendar, move.situation);
  const until = node.until === undefined ? undefined : values[node.until];
  const at = typeof until === "string" ? Date.parse(until) : Number.NaN;
  return Number.isNaN(at) || at <= Date.parse(now) ? null : new Date(at).toISOString();
}

function startWait(move: Transition, node: WaitNode, detour: Detour | null): boolean {
  const dueAt = endOf(node, move);
  if (dueAt === null) return false;
  const { visit } = move.enter({ nodeId: node.id, queue: [], detour });
  const { kind, id: nodeId, name } = node;
  move.open({ kind, nodeId, name, mode: "any", visit, assignee: null, dueAt });
  move.event("wait.started", { mover: platform, data: { step: name, dueAt } });
  return true;
}
