import { AppError } from "#shared/core/error.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import { askNode, assertMayJoin, assertRoom, openTask } from "./refuse.ts";
import { postponed } from "./rest.ts";
import type { Change, Situation } from "./situation.ts";
import { Transition } from "./transition.ts";

export type HandOver = {
  seq: number;
  to: PersonRef;
  comment: string | null;
  /** An administrator may do it where the template does not let the assignee. */
  isReassignment: boolean;
};

/** A task goes to somebody else, with its clock and its comment; she answers in its place. */
export function handOver(
  situation: Situation,
  { seq, to, comment, isReassignment }: HandOver,
): Change {
  const move = new Transition(situation);
  const task = openTask(move, seq);
  if (!isReassignment && !askNode(move, task).mayTransfer) {
    throw new AppError("WRONG_STATE", "Tasks of this step are not transferred.");
  }
  assertMayJoin(move, task, [to]);
  assertRoom(move, 1);
  const actedBy = situation.mover.person;
  move.void([{ ...task, comment, actedBy }], "transferred");
  // What stays: step, visit, voice and clock. Number, state and card are new.
  const { kind, nodeId, name, mode, visit, slot, part, heldFor, addedBy } = task;
  const { blocked } = move.ticket;
  const { remindAt, dueAt } = blocked === null ? task : postponed(move, task, blocked.since);
  const { escalations } = task;
  const stays = { kind, nodeId, name, mode, visit, slot, part, heldFor, addedBy };
  move.open({ ...stays, remindAt, dueAt, escalations, assignee: to });
  const from = task.assignee === null ? [] : [task.assignee];
  move.event(isReassignment ? "task.reassigned" : "task.transferred", {
    data: { step: name, from, people: [to], ...(comment === null ? {} : { comment }) },
    notify: [{ kind: "task.assigned", userId: to.id }],
  });
  return move.finish();
}
