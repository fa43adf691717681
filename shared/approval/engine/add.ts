import { AppError } from "#shared/core/error.ts";
import { isLive, type TaskRecord } from "#shared/ticket/record.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import { answer, settle, type Decision } from "./decide.ts";
import { askNode, assertFree, assertMayJoin, assertRoom, openTask } from "./refuse.ts";
import type { Change, Situation } from "./situation.ts";
import { openEach } from "./stage.ts";
import { slotVoice } from "./tally.ts";
import { Transition } from "./transition.ts";

export type Addition = {
  seq: number;
  people: PersonRef[];
  /** before: they answer first, then the one who adds. parallel: at the same time. after: she approves with it. */
  place: "before" | "after" | "parallel";
  by: Pick<Decision, "actedBy" | "delegationId" | "comment">;
};

/** An approver asks others beside her (加签). All of them must say yes for her voice to be a yes. */
export function addApprovers(situation: Situation, { seq, people, place, by }: Addition): Change {
  const move = new Transition(situation);
  const task = openTask(move, seq);
  const node = askNode(move, task);
  if (!node.mayAdd) throw new AppError("WRONG_STATE", "Nobody is added to this step.");
  assertFree(task);
  assertMayJoin(move, task, people);
  assertRoom(move, people.length);
  if (place === "after") {
    answer(move, { ...by, seq, action: task.kind === "confirm" ? "confirm" : "approve" });
  }
  const { slot } = task;
  const added = openEach(move, node, move.placeOf(task), people, { slot, addedBy: by.actedBy });
  if (place === "before") hold(move, task, added);
  const said = by.comment === null ? {} : { comment: by.comment };
  move.event("task.added", {
    data: { step: task.name, people, place, ...said },
    notify: people.map(({ id: userId }) => ({ kind: "task.assigned", userId })),
  });
  settle(move, task);
  return move.finish();
}

function hold(move: Transition, task: TaskRecord, added: TaskRecord[]): void {
  const heldFor = added.map(({ part }) => part);
  move.change({ ...task, heldFor, remindAt: null, dueAt: null });
}

/** Takes an added approver back, before her answer: by whoever added her, or by an administrator. */
export function removeApprover(
  situation: Situation,
  { seq, comment, isAdmin }: { seq: number; comment: string | null; isAdmin: boolean },
): Change {
  const move = new Transition(situation);
  const task = openTask(move, seq);
  const { person } = situation.mover;
  if (task.addedBy === null) {
    throw new AppError(
      "WRONG_STATE",
      "The template asks this approver: only added ones are removed.",
    );
  }
  if (task.addedBy.id !== person.id && !isAdmin) {
    throw new AppError("FORBIDDEN", "Only who added an approver may remove her.");
  }
  const part = move.of(task).filter((one) => one.part === task.part && isLive(one));
  const people = part.flatMap(({ assignee }) => (assignee === null ? [] : [assignee]));
  move.void(part, "removed");
  if (slotVoice(move.of(task).filter(({ slot }) => slot === task.slot)) === null) {
    throw new AppError("WRONG_STATE", "Nobody else is left to answer here.");
  }
  const said = comment === null ? {} : { comment };
  move.event("task.removed", { data: { step: task.name, people, ...said } });
  settle(move, task);
  return move.finish();
}
