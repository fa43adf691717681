import type { AskNode } from "#shared/approval/chain.ts";
import { AppError } from "#shared/core/error.ts";
import { isLive, type Place, type TaskRecord } from "#shared/ticket/record.ts";
import type { Outcome, PersonRef } from "#shared/ticket/state.ts";
import { askNode, assertFree, openTask } from "./refuse.ts";
import { sendBack } from "./return.ts";
import type { Change, Situation } from "./situation.ts";
import { askNextInLine, releaseHeld } from "./stage.ts";
import { slotVoice, verdict } from "./tally.ts";
import { Transition } from "./transition.ts";
import { complete, leave } from "./walk.ts";

export type Decision = {
  seq: number;
  action: "approve" | "return" | "veto" | "confirm";
  comment: string | null;
  actedBy: PersonRef;
  delegationId: string | null;
  /** Where a return goes: passed nodes; empty: to the requester. */
  to?: string[];
};

const stateAfter = {
  approve: "approved",
  return: "returned",
  veto: "vetoed",
  confirm: "confirmed",
} as const;

const eventOf = {
  approve: "task.approved",
  return: "task.returned",
  veto: "task.vetoed",
  confirm: "task.confirmed",
} as const;

/** One person's decision on her own task (or as a delegate). The first decision on a task is the only one. */
export function decide(situation: Situation, decision: Decision): Change {
  const move = new Transition(situation);
  const task = answer(move, decision);
  if (decision.action === "return") sendBack(move, task, decision);
  else settle(move, task);
  return move.finish();
}

/** Writes the decision on its task; what follows from it is the caller's. */
export function answer(move: Transition, decision: Decision): TaskRecord {
  const task = openTask(move, decision.seq);
  assertMayDecide(move, task, decision);
  const { action, comment, actedBy, delegationId } = decision;
  const decidedAt = move.situation.now;
  const answered = {
    ...task,
    state: stateAfter[action],
    comment,
    actedBy,
    delegationId,
    decidedAt,
  };
  move.change(answered);
  if (action !== "return") {
    const said = comment === null ? {} : { comment };
    move.event(eventOf[action], { data: { step: task.name, ...said } });
  }
  return answered;
}

function assertMayDecide(move: Transition, task: TaskRecord, decision: Decision): void {
  const wanted = task.kind === "confirm" ? ["confirm", "return"] : ["approve", "return", "veto"];
  if (!wanted.includes(decision.action)) {
    const message = `A ${task.kind} task cannot be answered with ${decision.action}.`;
    throw new AppError("WRONG_STATE", message);
  }
  if (task.kind === "approve" && decision.actedBy.id === move.ticket.requester.id) {
    throw new AppError("OWN_REQUEST", "Nobody decides on their own request.");
  }
  assertFree(task);
}

/** What an answer, or somebody's leaving, means for the stage: it waits on, passes, or refuses the ticket. */
export function settle(move: Transition, at: Pick<TaskRecord, "nodeId" | "visit">): void {
  const node = askNode(move, at);
  closeDecided(move, at.visit);
  releaseHeld(move, node, at.visit);
  const place = move.placeOf(at);
  const result = verdict(node, move.of(at), place.queue.length);
  if (result === "refused") return end(move, "vetoed");
  if (result === "open") return askWhenIdle(move, node, place);
  move.void(move.of(at), "sibling_decided");
  leave(move, place);
}

/** Who could only repeat what a colleague has said is not asked any more. */
function closeDecided(move: Transition, visit: number): void {
  const tasks = move.of({ visit });
  for (const task of tasks.filter(isLive)) {
    const part = tasks.filter((one) => one.part === task.part);
    const slot = tasks.filter((one) => one.slot === task.slot);
    if (slotVoice(part) !== "open" || slotVoice(slot) === "no") {
      move.void([task], "sibling_decided");
    }
  }
}

function askWhenIdle(move: Transition, node: AskNode, place: Place): void {
  if (!move.of(place).some(isLive)) askNextInLine(move, node, place);
}

/** Ends the ticket; whoever was asked anywhere no longer is. */
export function end(move: Transition, outcome: Outcome, comment?: string): void {
  const reasons = { expired: "timed_out", failed: "closed", approved: "sibling_decided" } as const;
  const reason = outcome === "vetoed" || outcome === "withdrawn" ? outcome : reasons[outcome];
  move.void(move.all(), reason);
  complete(move, outcome, comment);
}
