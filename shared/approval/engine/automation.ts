import type { TaskRecord } from "#shared/ticket/record.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import { wrongState } from "./refuse.ts";
import { returnToRequester } from "./return.ts";
import type { Change, Situation } from "./situation.ts";
import { Transition } from "./transition.ts";
import { leave } from "./walk.ts";

export type AutomationEnd = {
  seq: number;
  result: "done" | "failed" | "running";
  event:
    | "automation.done"
    | "automation.failed"
    | "automation.retried"
    | "automation.skipped"
    | "automation.completedByHand";
  comment: string | null;
  /** Operators to be told of a failure. */
  tell: PersonRef[];
};

/** The run of an automation task changed: it ended, it failed, or an operator set it going again. */
export function automationMoved(situation: Situation, end: AutomationEnd): Change {
  const move = new Transition(situation);
  const task = liveAutomation(move, end.seq);
  const place = move.placeOf(task);
  const decidedAt = end.result === "done" ? situation.now : null;
  const actedBy = situation.mover.channel === "system" ? null : situation.mover.person;
  move.change({ ...task, state: end.result, decidedAt, comment: end.comment, actedBy });
  move.event(end.event, {
    data: { step: task.name, ...(end.comment === null ? {} : { comment: end.comment }) },
    notify: end.tell.map((person) => ({ kind: "automation.failed", userId: person.id })),
  });
  if (end.result === "done") leave(move, place);
  return move.finish();
}

/** An operator stops the automation and sends the ticket back to its requester. */
export function automationReturned(situation: Situation, seq: number, reason: string): Change {
  const move = new Transition(situation);
  const task = liveAutomation(move, seq);
  const { now, mover } = situation;
  const ended = { state: "void", voidReason: "returned", decidedAt: now } as const;
  // Its order is ended by the operator's command itself, so it is not among those to be stopped.
  move.change({ ...task, ...ended, comment: reason, actedBy: mover.person });
  const data = { step: task.name, comment: reason };
  returnToRequester(move, "automation.returned", data, false);
  return move.finish();
}

function liveAutomation(move: Transition, seq: number): TaskRecord {
  const task = move.task(seq);
  const isLive = task !== undefined && ["pending", "running", "failed"].includes(task.state);
  if (!isLive || task.kind !== "automate") throw wrongState(move.ticket);
  return task;
}
