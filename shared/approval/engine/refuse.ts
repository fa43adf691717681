import type { AskNode } from "#shared/approval/chain.ts";
import { AppError } from "#shared/core/error.ts";
import type { TaskRecord, TicketRecord } from "#shared/ticket/record.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import type { Transition } from "./transition.ts";

/** What the engine refuses, in one place, so that every command gives the same answer. */

export function wrongState(ticket: TicketRecord): AppError {
  if (ticket.state === "completed")
    return new AppError("TICKET_CLOSED", "This ticket is completed.");
  return new AppError("WRONG_STATE", `This is not possible while the ticket is ${ticket.state}.`);
}

/** The task, when somebody may still answer it. */
export function openTask(move: Transition, seq: number): TaskRecord {
  const task = move.task(seq);
  if (task === undefined) throw new AppError("NOT_FOUND", "No such task.");
  if (task.assignee === null) throw wrongState(move.ticket);
  if (task.state === "pending") return task;
  const by = task.actedBy ?? move.of(task).find((other) => other.actedBy !== null)?.actedBy;
  throw new AppError("TASK_ALREADY_DECIDED", "This task is already decided.", {
    details: { state: task.state, by: by?.name },
  });
}

/** Somebody whose answer another one must come before. */
export function assertFree(task: TaskRecord): void {
  if (task.heldFor.length === 0) return;
  throw new AppError("WRONG_STATE", "Those who were added before this approver answer first.");
}

export function askNode(move: Transition, { nodeId }: Pick<TaskRecord, "nodeId">): AskNode {
  const node = move.node(nodeId);
  if (node.kind === "automate" || node.kind === "wait") throw wrongState(move.ticket);
  return node;
}

/** People who may take part in a stage: not on their own request, and nobody twice. */
export function assertMayJoin(move: Transition, task: TaskRecord, people: PersonRef[]): void {
  const taken = move.of(task).filter(({ state }) => state !== "void");
  const waiting = move.placeOf(task).queue;
  for (const [index, { id, name }] of people.entries()) {
    if (task.kind === "approve" && id === move.ticket.requester.id) {
      throw new AppError("OWN_REQUEST", "Nobody decides on their own request.");
    }
    const isAsked = taken.some(({ assignee }) => assignee?.id === id);
    const isTwice = people.findIndex((person) => person.id === id) < index;
    if (isAsked || isTwice || waiting.some((person) => person.id === id)) {
      throw new AppError("ALREADY_ASKED", `${name} is asked at this step already.`);
    }
  }
}

/** A ticket that goes round and round must not grow without end. */
const mostTasks = 500;

export function assertRoom(move: Transition, count: number): void {
  if (move.ticket.taskSeq + count <= mostTasks) return;
  throw new AppError("TOO_MANY", `A ticket holds at most ${mostTasks} tasks.`);
}
