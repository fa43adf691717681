import type { AskNode } from "#shared/approval/chain.ts";
import type { TaskRecord } from "#shared/ticket/record.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import { end, settle } from "./decide.ts";
import type { Change, Situation } from "./situation.ts";
import { distinct, openEach } from "./stage.ts";
import { platform, Transition } from "./transition.ts";
import { leave, leaveBy } from "./walk.ts";

/** Time has passed: reminders and time-outs that are due happen now; without any, nothing changes. */
export function tick(situation: Situation): Change | null {
  const { now, ticket, tasks } = situation;
  const isDue = (at: string | null) => at !== null && at <= now;
  const due = tasks.filter(
    ({ state, dueAt, remindAt }) => state === "pending" && (isDue(dueAt) || isDue(remindAt)),
  );
  if (ticket.state !== "in_approval" || ticket.blocked !== null || due.length === 0) return null;
  const move = new Transition(situation);
  for (const visit of new Set(due.map((task) => task.visit))) {
    // An earlier stage's time-out may have ended what waited here.
    const open = move.of({ visit }).filter(({ state }) => state === "pending");
    const overdue = open.filter(({ dueAt }) => isDue(dueAt));
    const toRemind = open.filter((task) => isDue(task.remindAt) && !overdue.includes(task));
    if (toRemind.length > 0) remind(move, toRemind);
    if (overdue.length > 0) runOut(move, overdue);
  }
  return move.finish({ knock: false });
}

function peopleOf(tasks: TaskRecord[]): PersonRef[] {
  return distinct(tasks.flatMap((task) => (task.assignee === null ? [] : [task.assignee])));
}

function remind(move: Transition, tasks: TaskRecord[]): void {
  const people = peopleOf(tasks);
  for (const task of tasks) move.change({ ...task, remindAt: null });
  move.event("task.reminded", {
    mover: platform,
    data: { step: tasks[0]?.name, people },
    notify: people.map(({ id: userId }) => ({ kind: "task.reminded", userId })),
  });
}

function runOut(move: Transition, overdue: TaskRecord[]): void {
  const [first] = overdue;
  if (first === undefined) return;
  const node = move.node(first.nodeId);
  if (node.kind === "wait") return endWait(move, first);
  if (node.kind === "automate") throw new Error("an automation has no time limit of its own");
  const data = { step: node.name, people: peopleOf(overdue), reason: node.timeLimit?.onTimeout };
  move.event("task.timedOut", { mover: platform, data });
  actOnTimeout(move, node, overdue, first);
}

function endWait(move: Transition, task: TaskRecord): void {
  move.change({ ...task, state: "done", decidedAt: move.situation.now });
  move.event("wait.done", { mover: platform, data: { step: task.name } });
  leave(move, move.placeOf(task));
}

function actOnTimeout(
  move: Transition,
  node: AskNode,
  overdue: TaskRecord[],
  first: TaskRecord,
): void {
  const { onTimeout, otherwise = [] } = node.timeLimit ?? { onTimeout: "escalate" };
  if (onTimeout === "refuse") return end(move, "expired");
  if (onTimeout === "escalate" || onTimeout === "transfer") {
    for (const task of overdue) passOn(move, node, task, onTimeout);
    return settle(move, first);
  }
  const place = move.placeOf(first);
  move.void(move.of(first), "timed_out");
  if (onTimeout === "branch") leaveBy(move, place, otherwise);
  else leave(move, place);
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
