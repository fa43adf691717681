import type { AskNode } from "#shared/approval/chain.ts";
import { invalid, AppError } from "#shared/core/error.ts";
import type { Place, TaskRecord } from "#shared/ticket/record.ts";
import type { TimelineEntry } from "#shared/ticket/timeline.ts";
import { detour, redo } from "./reconsider.ts";
import { askNode } from "./refuse.ts";
import { passedSteps } from "./stands.ts";
import type { Transition } from "./transition.ts";
import { isAfter } from "./tree.ts";
import { allStops } from "./walk.ts";

/** A return on the returner's word: to the requester, or to passed nodes. */
export function sendBack(
  move: Transition,
  task: TaskRecord,
  { to = [], comment }: { to?: string[]; comment: string | null },
): void {
  const node = askNode(move, task);
  const said = { step: task.name, ...(comment === null ? {} : { comment }) };
  if (!node.returnTo.includes(to.length === 0 ? "requester" : "passed")) {
    throw new AppError("WRONG_STATE", "This step does not return tickets to there.");
  }
  if (to.length === 0) {
    return returnToRequester(move, "task.returned", said, node.afterReturn === "straight");
  }
  assertPassed(move, to);
  move.void(move.of(task), "returned");
  move.event("task.returned", { data: { ...said, steps: to.map((id) => move.node(id).name) } });
  returnToNodes(move, node, move.placeOf(task), to);
}

/** Whoever else was asked no longer is; the next submit begins a new round or, if `straight`, resumes this one. */
export function returnToRequester(
  move: Transition,
  type: "task.returned" | "automation.returned",
  data: TimelineEntry["data"],
  straight: boolean,
): void {
  const { returns, requester, places, visits, undone, standsFrom } = move.ticket;
  move.void(move.all(), "returned");
  const stands = straight
    ? { standsFrom, undone: [...undone, ...places.map(({ visit }) => visit)] }
    : { standsFrom: visits + 1, undone: [] };
  const resume = straight ? places.map(({ nodeId, detour: way }) => ({ nodeId, detour: way })) : [];
  move.ticket = { ...move.ticket, ...stands, resume, state: "returned", places: [], blocked: null };
  move.ticket.returns = returns + 1;
  move.event(type, { data, notify: [{ kind: "ticket.returned", userId: requester.id }] });
}

function assertPassed(move: Transition, to: string[]): void {
  const passed = passedSteps(move.told()).map(({ nodeId }) => nodeId);
  const wrong = to.findIndex((id, index) => !passed.includes(id) || to.indexOf(id) !== index);
  if (wrong === -1) return;
  const message = `“${to[wrong]}” is no step that this ticket has passed.`;
  throw invalid([{ path: `to.${wrong}`, code: "not_passed", message }]);
}

/**
 * Through the chain again where the way leads from there to here; straight back where the stage wants it, where
 * the nodes lie on a way beside this one, or where a detour has one end in what is gone through again.
 */
function returnToNodes(move: Transition, node: AskNode, place: Place, to: string[]): void {
  const { chain } = move.situation.document;
  const isReached = (id: string) => to.some((target) => isAfter(chain, id, target));
  const tears = move.ticket.places.some((one) => {
    const reached = allStops(one).map(({ nodeId }) => isReached(nodeId));
    return reached.includes(true) && reached.includes(false);
  });
  const isAgain =
    node.afterReturn === "again" && place.detour === null && isReached(place.nodeId) && !tears;
  if (isAgain) return redo(move, to, place);
  detour(move, to, [place], [{ nodeId: place.nodeId, detour: place.detour }]);
}
