import { AppError } from "#shared/core/error.ts";
import type { TaskRecord } from "#shared/ticket/record.ts";
import type { PersonRef, TimelineEntry } from "#shared/ticket/schema.ts";
import type { AskNode } from "./chain.ts";
import type { Change, Situation } from "./situation.ts";
import { askNextInLine, complete, goOn, openTasks } from "./stage.ts";
import { platform, Transition } from "./transition.ts";

/**
 * The approval engine: pure functions from a situation and a command to a change. No clock, no table, no
 * chance. A command that the state does not allow is an AppError and changes nothing. When an answer about
 * people is missing it throws `NeedsPeople`; the caller answers and calls again.
 */

/** First submit, or a submit after a return: a new round goes through the chain from its start. */
export function submit(situation: Situation): Change {
  const move = new Transition(situation);
  const isAgain = move.ticket.state === "returned";
  if (!isAgain && move.ticket.state !== "draft") throw wrongState(situation);
  move.ticket = { ...move.ticket, state: "in_approval", phase: "approving", position: null };
  move.event(isAgain ? "ticket.resubmitted" : "ticket.submitted", {
    data: { round: move.ticket.round },
  });
  goOn(move, null);
  return move.finish();
}

export type Decision = {
  seq: number;
  action: "approve" | "return" | "veto" | "confirm";
  comment: string | null;
  actedBy: PersonRef;
  delegationId: string | null;
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
  const task = move.task(decision.seq);
  if (task === undefined) throw new AppError("NOT_FOUND", "No such task.");
  assertMayDecide(move, task, decision);
  const { comment, actedBy, delegationId } = decision;
  move.change({
    ...task,
    state: stateAfter[decision.action],
    comment,
    actedBy,
    delegationId,
    decidedAt: situation.now,
  });
  const data = { step: task.name, ...(comment === null ? {} : { comment }) };
  if (decision.action === "return") returnToRequester(move, "task.returned", data);
  else move.event(eventOf[decision.action], { data });
  if (decision.action === "veto") endBy(move, "vetoed");
  if (decision.action === "approve" || decision.action === "confirm") passIfDone(move);
  return move.finish();
}

function assertMayDecide(move: Transition, task: TaskRecord, decision: Decision): void {
  if (task.state !== "pending") {
    const by = task.actedBy ?? move.stage().find((other) => other.actedBy !== null)?.actedBy;
    throw new AppError("TASK_ALREADY_DECIDED", "This task is already decided.", {
      details: { state: task.state, by: by?.name },
    });
  }
  const wanted = task.kind === "confirm" ? ["confirm", "return"] : ["approve", "return", "veto"];
  if (task.kind === "automate" || !wanted.includes(decision.action)) {
    throw new AppError(
      "WRONG_STATE",
      `A ${task.kind} task cannot be answered with ${decision.action}.`,
    );
  }
  if (task.kind === "approve" && decision.actedBy.id === move.ticket.requester.id) {
    throw new AppError("OWN_REQUEST", "Nobody decides on their own request.");
  }
}

/** Back to the requester: whoever else was asked no longer is, the next submit begins a new round. */
function returnToRequester(
  move: Transition,
  type: "task.returned" | "automation.returned",
  data: TimelineEntry["data"],
): void {
  move.void(move.pending(), "returned");
  const { returns, requester } = move.ticket;
  move.ticket = {
    ...move.ticket,
    state: "returned",
    phase: null,
    position: null,
    queue: [],
    returns: returns + 1,
  };
  move.event(type, { data, notify: [{ kind: "ticket.returned", userId: requester.id }] });
}

function endBy(move: Transition, outcome: "vetoed" | "withdrawn" | "expired"): void {
  move.void(move.pending(), outcome === "expired" ? "timed_out" : outcome);
  complete(move, outcome);
}

/** any: one answer is enough; all and sequence: until nobody is left. */
function passIfDone(move: Transition): void {
  const node = move.node();
  if (node === undefined) throw new Error(`no node at ${move.ticket.position}`);
  if (node.mode === "any") {
    move.void(move.pending(), "sibling_decided");
  } else if (move.pending().length > 0 || askNextInLine(move, node)) {
    return;
  }
  goOn(move, move.ticket.position);
}

/** Takes the ticket back. The verb has checked who asks; here only whether the state allows it. */
export function withdraw(situation: Situation, comment: string | null): Change {
  const move = new Transition(situation);
  const { state, phase } = move.ticket;
  const isOpen = state === "returned" || (state === "in_approval" && phase === "approving");
  if (!isOpen || !withdrawalAllowed(situation)) throw wrongState(situation);
  move.event("ticket.withdrawn", { data: comment === null ? {} : { comment } });
  endBy(move, "withdrawn");
  return move.finish();
}

/** Whether the template lets the requester take the ticket back now. */
export function withdrawalAllowed({
  document,
  tasks,
  ticket,
}: Pick<Situation, "document" | "tasks" | "ticket">): boolean {
  if (document.withdraw === "never") return ticket.state === "returned";
  if (document.withdraw === "any-time") return true;
  return !tasks.some((task) => task.round === ticket.round && task.state === "approved");
}

/** Time has passed: reminders and time-outs that are due happen now; without any, nothing changes. */
export function tick(situation: Situation): Change | null {
  const { now } = situation;
  const move = new Transition(situation);
  const node = move.node();
  if (move.ticket.state !== "in_approval" || node === undefined) return null;
  const isDue = (at: string | null) => at !== null && at <= now;
  const overdue = move.pending().filter((task) => isDue(task.dueAt));
  const toRemind = move.pending().filter((task) => isDue(task.remindAt) && !isDue(task.dueAt));
  if (overdue.length === 0 && toRemind.length === 0) return null;
  if (toRemind.length > 0) remind(move, node, toRemind);
  if (overdue.length > 0) runOut(move, node, overdue);
  return move.finish({ knock: false });
}

function remind(move: Transition, node: AskNode, tasks: TaskRecord[]): void {
  const people = tasks.flatMap((task) => (task.assignee === null ? [] : [task.assignee]));
  for (const task of tasks) move.change({ ...task, remindAt: null });
  move.event("task.reminded", {
    mover: platform,
    data: { step: node.name, people },
    notify: people.map((person) => ({ kind: "task.reminded", userId: person.id })),
  });
}

function runOut(move: Transition, node: AskNode, overdue: TaskRecord[]): void {
  const people = overdue.flatMap((task) => (task.assignee === null ? [] : [task.assignee]));
  move.event("task.timedOut", {
    mover: platform,
    data: { step: node.name, people, reason: node.timeLimit?.onTimeout },
  });
  if (node.timeLimit?.onTimeout === "refuse") return endBy(move, "expired");
  if (node.timeLimit?.onTimeout === "approve") {
    move.void(move.pending(), "timed_out");
    move.ticket = { ...move.ticket, queue: [] };
    return goOn(move, move.ticket.position);
  }
  escalate(move, node, overdue);
}

/** Overdue tasks pass one level up. Who is already asked or has answered at this step is not asked twice. */
function escalate(move: Transition, node: AskNode, overdue: TaskRecord[]): void {
  const above = overdue.flatMap((task) => move.ask(`above:${task.assignee?.id ?? ""}`).people);
  const level = Math.max(...overdue.map((task) => task.escalations)) + 1;
  const kept = move.stage().filter((task) => !overdue.includes(task) && task.state !== "void");
  const isAsked = (person: PersonRef) => kept.some((task) => task.assignee?.id === person.id);
  const fresh = distinct(above).filter((person) => !isAsked(person));
  if (fresh.length === 0 && kept.every((task) => task.state !== "pending")) {
    // Nobody stands above: the same people keep the task, without a further time-out.
    for (const task of overdue) move.change({ ...task, remindAt: null, dueAt: null });
    return;
  }
  move.void(overdue, "timed_out");
  if (fresh.length > 0) openTasks(move, node, fresh, level);
}

function distinct(people: PersonRef[]): PersonRef[] {
  return [...new Map(people.map((person) => [person.id, person])).values()];
}

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
  const decidedAt = end.result === "done" ? situation.now : null;
  const actedBy = situation.mover.channel === "system" ? null : situation.mover.person;
  move.change({ ...task, state: end.result, decidedAt, comment: end.comment, actedBy });
  move.event(end.event, {
    data: { step: task.name, ...(end.comment === null ? {} : { comment: end.comment }) },
    notify: end.tell.map((person) => ({ kind: "automation.failed", userId: person.id })),
  });
  if (end.result === "done") goOn(move, move.ticket.position);
  return move.finish();
}

/** An operator stops the automation and sends the ticket back to its requester. */
export function automationReturned(situation: Situation, seq: number, reason: string): Change {
  const move = new Transition(situation);
  const task = liveAutomation(move, seq);
  move.change({
    ...task,
    state: "void",
    voidReason: "returned",
    decidedAt: situation.now,
    comment: reason,
    actedBy: situation.mover.person,
  });
  returnToRequester(move, "automation.returned", { step: task.name, comment: reason });
  return move.finish();
}

function liveAutomation(move: Transition, seq: number): TaskRecord {
  const task = move.task(seq);
  const isLive = task !== undefined && ["pending", "running", "failed"].includes(task.state);
  if (!isLive || task.kind !== "automate") throw wrongState(move.situation);
  return task;
}

function wrongState({ ticket }: Situation): AppError {
  if (ticket.state === "completed")
    return new AppError("TICKET_CLOSED", "This ticket is completed.");
  return new AppError("WRONG_STATE", `This is not possible while the ticket is ${ticket.state}.`);
}
