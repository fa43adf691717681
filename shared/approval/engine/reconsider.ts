import type { AskNode } from "#shared/approval/chain.ts";
import type { FieldChange, Place, Stop } from "#shared/ticket/record.ts";
import type { VoidReason } from "#shared/ticket/state.ts";
import { branchesBehind } from "./behind.ts";
import { leftByTime } from "./stands.ts";
import { platform, type Transition } from "./transition.ts";
import { chosen, isAfter, nodeOf } from "./tree.ts";
import { begin, enter, goBack } from "./walk.ts";

/** What a change, or a return, takes back, and where the chain goes on from. */

const stopOf = ({ nodeId, detour }: Place): Stop => ({ nodeId, detour });

/** The answers of these visits no longer count; whoever is still asked there no longer is. */
function undo(
  move: Transition,
  visits: number[],
  places: Place[],
  reason: VoidReason = "changed",
): void {
  for (const place of places) {
    move.void(move.of(place), reason);
    move.leave(place);
  }
  const undone = new Set([...move.ticket.undone, ...visits, ...places.map(({ visit }) => visit)]);
  move.ticket = { ...move.ticket, undone: [...undone] };
}

/** Everything so far is void: the chain is gone through from its beginning. */
function restart(move: Transition): void {
  undo(move, [], move.ticket.places);
  move.ticket = { ...move.ticket, standsFrom: move.ticket.visits + 1, undone: [] };
  begin(move);
}

function visitsAt(move: Transition, isMeant: (nodeId: string) => boolean): number[] {
  const counting = [...move.standing(), ...leftByTime(move.told())];
  return counting.flatMap(({ nodeId, visit }) => (isMeant(nodeId) ? [visit] : []));
}

/** These nodes and all that comes after them are gone through again. `place` is left in any case. */
export function redo(move: Transition, targets: string[], place: Place): void {
  const { chain } = move.situation.document;
  const isReached = (id: string) =>
    targets.some((target) => target === id || isAfter(chain, id, target));
  const left = move.ticket.places.filter(
    (one) => one.visit === place.visit || isReached(one.nodeId),
  );
  undo(move, visitsAt(move, isReached), left, "returned");
  const first = targets.filter((one) => !targets.some((other) => isAfter(chain, one, other)));
  goBack(
    move,
    first.map((nodeId) => ({ nodeId, detour: null })),
  );
}

/** These passed nodes are asked once more, all at once; then the chain goes on at the places it left. */
export function detour(move: Transition, targets: string[], places: Place[], back: Stop[]): void {
  undo(
    move,
    visitsAt(move, (id) => targets.includes(id)),
    places,
  );
  const id = move.ticket.visits + 1;
  const waits = targets.map((from) => {
    const node = nodeOf(move.situation.document.chain, from);
    return node !== undefined && enter(move, node, { id, from, back });
  });
  if (!waits.includes(true)) goBack(move, back);
}

/** Whether those asked here saw a field that has changed, and want to be asked again then. */
function isTouched(node: AskNode, changes: FieldChange[]): boolean {
  if (node.ifChanged === "keep") return false;
  return changes.some(({ field }) => node.fields[field] !== "hidden");
}

/** Nodes whose standing answers rest on something that is different now. */
function touchedNodes(move: Transition, changes: FieldChange[]): string[] {
  const nodes = move.standing().flatMap(({ nodeId }) => {
    const node = move.node(nodeId);
    const isAsk = node.kind === "approve" || node.kind === "confirm";
    return isAsk && isTouched(node, changes) ? [nodeId] : [];
  });
  return [...new Set(nodes)];
}

/** Whether a branch that lies behind would have been taken otherwise with the changed values. */
function isAnotherWay(move: Transition, stops: Stop[], changes: FieldChange[]): boolean {
  const { values } = move.situation;
  const before = { ...values, ...Object.fromEntries(changes.map((one) => [one.field, one.from])) };
  return branchesBehind(move, stops, before).some(
    (node) => chosen(node, values) !== chosen(node, before),
  );
}

function tellAskedAgain(move: Transition, nodeIds: string[]): void {
  const steps = nodeIds.map((id) => move.node(id).name);
  move.event("stage.askedAgain", { mover: platform, data: { steps } });
}

/** A resubmit that goes straight back to `stops`, unless something that others answered to has changed. */
export function resume(move: Transition, stops: Stop[], changes: FieldChange[]): void {
  if (isAnotherWay(move, stops, changes)) return restart(move);
  const touched = touchedNodes(move, changes);
  if (touched.length === 0) return goBack(move, stops);
  tellAskedAgain(move, touched);
  detour(move, touched, [], stops);
}

/** The form has changed while people decide: whoever answered to something else is asked again. */
export function reconsider(move: Transition, changes: FieldChange[]): void {
  if (isAnotherWay(move, move.ticket.places, changes)) return restart(move);
  const touched = touchedNodes(move, changes);
  if (touched.length === 0) return;
  tellAskedAgain(move, touched);
  const asking = move.ticket.places.filter(({ nodeId }) => isAsking(move, nodeId));
  const passed = touched.filter((id) => !asking.some(({ nodeId }) => nodeId === id));
  if (passed.length > 0) return detour(move, passed, asking, asking.map(stopOf));
  const again = asking.filter(({ nodeId }) => touched.includes(nodeId));
  undo(move, [], again);
  goBack(move, again.map(stopOf));
}

function isAsking(move: Transition, nodeId: string): boolean {
  const { kind } = move.node(nodeId);
  return kind === "approve" || kind === "confirm";
}
