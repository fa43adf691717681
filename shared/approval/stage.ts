import type { PersonRef } from "#shared/ticket/schema.ts";
import type { Outcome } from "#shared/ticket/schema.ts";
import type { AskNode, AutomateNode, CcNode } from "./chain.ts";
import { limitsOf } from "./clock.ts";
import { stepsFor, type StepNode } from "./route.ts";
import { platform, type Transition } from "./transition.ts";

/** Goes on behind the step `position` (null: from the start) until a step waits or the chain ends. */
export function goOn(move: Transition, position: string | null): void {
  const steps = stepsFor(move.situation.document.chain, move.situation.values);
  const start = position === null ? 0 : steps.findIndex((step) => step.id === position) + 1;
  const waits = steps.slice(start).some((step) => enter(move, step));
  if (!waits) complete(move, "approved");
}

/** Ends the ticket. Whoever was still asked no longer is. */
export function complete(move: Transition, outcome: Outcome, comment?: string): void {
  const { now } = move.situation;
  move.ticket = {
    ...move.ticket,
    state: "completed",
    outcome,
    phase: null,
    position: null,
    queue: [],
    completedAt: now,
  };
  move.event("ticket.completed", {
    data: { outcome, ...(comment === undefined ? {} : { comment }) },
    notify: [{ kind: "ticket.completed", userId: move.ticket.requester.id }],
  });
}

/** Enters a step; true when it waits for somebody or something. */
function enter(move: Transition, step: StepNode): boolean {
  if (step.kind === "cc") return sendCopies(move, step);
  if (step.kind === "automate") return startAutomation(move, step);
  return askPeople(move, step);
}

function sendCopies(move: Transition, node: CcNode): false {
  const { people } = move.ask(`node:${node.id}`);
  if (people.length === 0) return false;
  move.copyTo(people);
  move.event("stage.cc", {
    mover: platform,
    data: { step: node.name, people },
    notify: people.map((person) => ({ kind: "ticket.cc", userId: person.id })),
  });
  return false;
}

function startAutomation(move: Transition, node: AutomateNode): true {
  move.ticket = { ...move.ticket, position: node.id, phase: "executing", queue: [] };
  const task = move.open({
    kind: "automate",
    nodeId: node.id,
    name: node.name,
    mode: "any",
    assignee: null,
  });
  move.automate(node, task);
  move.event("automation.started", { mover: platform, data: { step: node.name } });
  return true;
}

function withoutEarlierApprovers(
  move: Transition,
  node: AskNode,
  people: PersonRef[],
): PersonRef[] {
  if (node.kind === "confirm" || node.ifApprovedBefore === "ask") return people;
  const approved = move
    .all()
    .filter((task) => task.round === move.ticket.round && task.state === "approved");
  return people.filter((person) => !approved.some((task) => task.assignee?.id === person.id));
}

function askPeople(move: Transition, node: AskNode): boolean {
  const asked = move.ask(`node:${node.id}`);
  const people = withoutEarlierApprovers(move, node, asked.people);
  const [first, ...rest] = people;
  if (first === undefined) {
    const reason = asked.people.length > 0 ? "approved_before" : "nobody_found";
    move.event("stage.skipped", { mover: platform, data: { step: node.name, reason } });
    return false;
  }
  const phase = node.kind === "confirm" ? "confirming" : "approving";
  const queue = node.mode === "sequence" ? rest : [];
  move.ticket = { ...move.ticket, position: node.id, phase, queue };
  openTasks(move, node, node.mode === "sequence" ? [first] : people);
  return true;
}

/** Opens a task for each person, all with the same clock, and tells them. */
export function openTasks(
  move: Transition,
  node: AskNode,
  people: PersonRef[],
  escalations = 0,
): void {
  const limits = limitsOf(node, move.situation.now);
  for (const assignee of people) {
    const { kind, id: nodeId, name, mode } = node;
    move.open({ kind, nodeId, name, mode, assignee, ...limits, escalations });
  }
  move.event(escalations === 0 ? "stage.started" : "task.escalated", {
    mover: platform,
    data: { step: node.name, people, ...(limits.dueAt === null ? {} : { dueAt: limits.dueAt }) },
    notify: people.map((person) => ({
      kind: escalations === 0 ? "task.assigned" : "task.escalated",
      userId: person.id,
    })),
  });
}

/** A sequence asks the next in line; true when somebody is asked. */
export function askNextInLine(move: Transition, node: AskNode): boolean {
  const [next, ...queue] = move.ticket.queue;
  if (next === undefined) return false;
  move.ticket = { ...move.ticket, queue };
  openTasks(move, node, [next]);
  return true;
}
