import type { AskNode } from "#shared/approval/chain.ts";
import type { Detour, Place, TaskRecord } from "#shared/ticket/record.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import { limitsOf } from "./clock.ts";
import { slotVoice } from "./tally.ts";
import { platform, type Transition } from "./transition.ts";

/** People of a stage: asked when it begins, added, or put in somebody's place. */

export function distinct(people: PersonRef[]): PersonRef[] {
  return [...new Map(people.map((person) => [person.id, person])).values()];
}

function withoutEarlierApprovers(
  move: Transition,
  node: AskNode,
  people: PersonRef[],
): PersonRef[] {
  if (node.kind === "confirm" || node.ifApprovedBefore === "ask") return people;
  const approved = move.standing().filter(({ state }) => state === "approved");
  return people.filter(({ id }) => !approved.some(({ assignee }) => assignee?.id === id));
}

/** Begins a stage; false when nobody is to be asked and it is skipped. */
export function askPeople(move: Transition, node: AskNode, detour: Detour | null): boolean {
  const asked = move.ask(`node:${node.id}`);
  const people = withoutEarlierApprovers(move, node, asked.people);
  const [first, ...rest] = people;
  if (first === undefined) {
    const reason = asked.people.length > 0 ? "approved_before" : "nobody_found";
    move.event("stage.skipped", { mover: platform, data: { step: node.name, reason } });
    return false;
  }
  const isSequence = node.mode === "sequence";
  const place = move.enter({ nodeId: node.id, queue: isSequence ? rest : [], detour });
  openTasks(move, node, place, isSequence ? [first] : people);
  return true;
}

/** What the new tasks stand in for; without it each is a slot of its own. */
type Instead = Partial<Pick<TaskRecord, "slot" | "part" | "addedBy" | "escalations" | "heldFor">>;

/** Opens a task for each person, all with the same clock; the caller tells them. */
export function openEach(
  move: Transition,
  node: AskNode,
  place: Place,
  people: PersonRef[],
  instead: Instead = {},
): TaskRecord[] {
  const limits = limitsOf(node.timeLimit, move.situation);
  const { kind, id: nodeId, name, mode } = node;
  const { visit } = place;
  return people.map((assignee) =>
    move.open({ kind, nodeId, name, mode, visit, assignee, ...limits, ...instead }),
  );
}

function openTasks(move: Transition, node: AskNode, place: Place, people: PersonRef[]): void {
  const [opened] = openEach(move, node, place, people);
  const dueAt = opened?.dueAt ?? null;
  move.event("stage.started", {
    mover: platform,
    data: { step: node.name, people, ...(dueAt === null ? {} : { dueAt }) },
    notify: people.map(({ id: userId }) => ({ kind: "task.assigned", userId })),
  });
}

/** A sequence asks the next in line; true when somebody is asked. */
export function askNextInLine(move: Transition, node: AskNode, place: Place): boolean {
  const [next, ...queue] = place.queue;
  if (next === undefined) return false;
  move.keep({ ...place, queue });
  openTasks(move, node, place, [next]);
  return true;
}

/** Whoever waited for an answer that has come, or will not come, is asked now, with a fresh clock. */
export function releaseHeld(move: Transition, node: AskNode, visit: number): void {
  const tasks = move.of({ visit });
  const isOpen = (part: number) => slotVoice(tasks.filter((task) => task.part === part)) === "open";
  for (const task of tasks.filter((one) => one.state === "pending" && one.heldFor.length > 0)) {
    const heldFor = task.heldFor.filter(isOpen);
    if (heldFor.length === task.heldFor.length) continue;
    const isFree = heldFor.length === 0;
    // She is asked from now on: what she is shown, and what a block takes from her time, counts from here.
    const { now: createdAt } = move.situation;
    const begins = { createdAt, ...limitsOf(node.timeLimit, move.situation) };
    move.change({ ...task, heldFor, ...(isFree ? begins : {}) });
    if (isFree && task.assignee !== null) tellReleased(move, node, task.assignee);
  }
}

function tellReleased(move: Transition, node: AskNode, person: PersonRef): void {
  move.event("task.released", {
    mover: platform,
    data: { step: node.name, people: [person] },
    notify: [{ kind: "task.assigned", userId: person.id }],
  });
}
