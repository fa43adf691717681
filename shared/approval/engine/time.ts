import type { AskNode, TimeLimit, WaitNode } from "#shared/approval/chain.ts";
import type { Place, TaskRecord } from "#shared/ticket/record.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import { end, settle } from "./decide.ts";
import type { Change, Situation } from "./situation.ts";
import { distinct, openEach } from "./stage.ts";
import { verdict } from "./tally.ts";
import { platform, Transition } from "./transition.ts";
import { leave, leaveBy } from "./walk.ts";

/** A step whose time is up, what happens then, and those of its tasks that are late. */
type Late = { place: Place; tasks: TaskRecord[] } & (
  { node: WaitNode; then: "go_on" } | { node: AskNode; then: TimeLimit["onTimeout"] }
);

/** Time has passed: reminders and time-outs that are due happen now; without any, nothing changes. */
export function tick(situation: Situation): Change | null {
  const { now, ticket, tasks } = situation;
  const isDue = (at: string | null) => at !== null && at <= now;
  const pending = tasks.filter(({ state }) => state === "pending");
  const overdue = pending.filter(({ dueAt }) => isDue(dueAt));
  const slow = pending.filter((task) => isDue(task.remindAt) && !overdue.includes(task));
  const isNothing = overdue.length + slow.length === 0;
  if (ticket.state !== "in_approval" || ticket.blocked !== null || isNothing) return null;
  const move = new Transition(situation);
  runOut(move, lateOf(move, overdue));
  // Nobody is reminded of what is over by now.
  const stillAsked = slow.filter(({ seq }) => move.task(seq)?.state === "pending");
  for (const of of Map.groupBy(stillAsked, ({ visit }) => visit).values()) remind(move, of);
  return move.finish({ knock: false });
}

function lateOf(move: Transition, overdue: TaskRecord[]): Late[] {
  return move.ticket.places.flatMap((place): Late[] => {
    const tasks = overdue.filter(({ visit }) => visit === place.visit);
    if (tasks.length === 0) return [];
    const node = move.node(place.nodeId);
    if (node.kind === "automate") throw new Error("an automation has no time limit of its own");
    if (node.kind === "wait") return [{ node, then: "go_on", place, tasks }];
    return [{ node, then: node.timeLimit?.onTimeout ?? "escalate", place, tasks }];
  });
}

function peopleOf(tasks: TaskRecord[]): PersonRef[] {
  return distinct(tasks.flatMap((task) => (task.assignee === null ? [] : [task.assignee])));
}

function remind(move: Transition, tasks: TaskRecord[]): void {
  const people = peopleOf(tasks);
  for (const { seq } of tasks) {
    const task = move.task(seq);
    if (task !== undefined) move.change({ ...task, remindAt: null });
  }
  move.event("task.reminded", {
    mover: platform,
    data: { step: tasks[0]?.name, people },
    notify: people.map(({ id: userId }) => ({ kind: "task.reminded", userId })),
  });
}

/**
 * Whatever is late is late at the same moment: first it all stops, then the chain goes on. An answer that no
 * longer counts now spares nobody at a step that begins now, and the order of parallel ways plays no part.
 */
function runOut(move: Transition, late: Late[]): void {
  for (const one of late) tellLate(move, one);
  if (late.some(({ then }) => then === "refuse")) return end(move, "expired");
  for (const one of late) stop(move, one);
  const refused = late.find((one) => isRefused(move, one));
  if (refused !== undefined) return settle(move, refused.place);
  for (const one of late) goOn(move, one);
}

function tellLate(move: Transition, { node, then, tasks }: Late): void {
  const { name: step } = node;
  if (then === "go_on") return move.event("wait.done", { mover: platform, data: { step } });
  const data = { step, people: peopleOf(tasks), reason: then };
  move.event("task.timedOut", { mover: platform, data });
}

/** Whoever is late is not asked any more. */
function stop(move: Transition, { node, then, place, tasks }: Late): void {
  if (then === "go_on") {
    const { now: decidedAt } = move.situation;
    for (const task of tasks) move.change({ ...task, state: "done", decidedAt });
  } else if (then === "escalate" || then === "transfer") {
    for (const task of tasks) passOn(move, node, task, then);
  } else {
    move.void(move.of(place), "timed_out");
  }
}

/** Whether those to whom it passed are too few for a yes. */
function isRefused(move: Transition, { node, then, place }: Late): boolean {
  if (then !== "escalate" && then !== "transfer") return false;
  return verdict(node, move.of(place), place.queue.length) === "refused";
}

function goOn(move: Transition, { node, then, place }: Late): void {
  if (then === "escalate" || then === "transfer") return settle(move, place);
  if (then === "branch") return leaveBy(move, place, node.timeLimit?.otherwise ?? []);
  leave(move, place);
}

/**
 * An overdue task passes to whoever stands above, or to those the stage names. Who is asked at this step already,
 * or had this very task before, is not asked once more; with nobody left it stays where it is, without a clock.
 */
function passOn(
  move: Transition,
  node: AskNode,
  task: TaskRecord,
  how: "escalate" | "transfer",
): void {
  const question = how === "escalate" ? `above:${task.assignee?.id ?? ""}` : `timeout:${node.id}`;
  const stage = move.of(task).filter(({ seq }) => seq !== task.seq);
  const isLive = ({ state }: TaskRecord) => state === "pending";
  const known = stage.filter((one) => one.state !== "void" || one.slot === task.slot);
  const isKnown = ({ id }: PersonRef) => known.some(({ assignee }) => assignee?.id === id);
  const wanted = move.ask(question).people.filter(({ id }) => id !== task.assignee?.id);
  const fresh = wanted.filter((person) => !isKnown(person));
  const isCovered = stage.some(
    (one) => isLive(one) && wanted.some(({ id }) => id === one.assignee?.id),
  );
  if (fresh.length === 0 && !isCovered)
    return move.change({ ...task, remindAt: null, dueAt: null });
  move.void([task], "timed_out");
  if (fresh.length === 0) return;
  const { slot, part, addedBy, escalations } = task;
  const place = move.placeOf(task);
  openEach(move, node, place, fresh, { slot, part, addedBy, escalations: escalations + 1 });
  tellPassedOn(move, node, fresh);
}

function tellPassedOn(move: Transition, node: AskNode, people: PersonRef[]): void {
  move.event("task.escalated", {
    mover: platform,
    data: { step: node.name, people },
    notify: people.map(({ id: userId }) => ({ kind: "task.escalated", userId })),
  });
}
