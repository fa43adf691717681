import { after, minuteMs } from "#shared/core/clock.ts";
import { isLive, type TaskRecord, type TicketRecord } from "#shared/ticket/record.ts";
import type { Clocks, PersonRef, Waiting } from "#shared/ticket/schema.ts";
import type { AskNode } from "./chain.ts";

type Limits = { remindAt: string | null; dueAt: string | null };

/** When a task of this node that begins now is reminded and runs out. */
export function limitsOf(node: AskNode, now: string): Limits {
  const limit = node.timeLimit;
  if (limit === undefined) return { remindAt: null, dueAt: null };
  const span = limit.minutes * minuteMs;
  const remindAt =
    limit.remindAt === undefined ? null : after(now, Math.round(span * limit.remindAt));
  return { remindAt, dueAt: after(now, span) };
}

function earliest(instants: (string | null)[]): string | null {
  return instants.reduce(
    (first, at) => (first === null || (at !== null && at < first) ? at : first),
    null,
  );
}

/** The next instant at which time alone changes something. */
export function wakeAtOf(tasks: TaskRecord[]): string | null {
  const pending = tasks.filter((task) => task.state === "pending");
  return earliest(pending.flatMap((task) => [task.remindAt, task.dueAt]));
}

function peopleOf(tasks: TaskRecord[]): PersonRef[] {
  return tasks.flatMap((task) => (task.assignee === null ? [] : [task.assignee]));
}

function waitingForPeople(live: TaskRecord[], node: AskNode | undefined): Waiting {
  const dueAt = earliest(live.map((task) => task.dueAt));
  const remindAt = earliest(live.map((task) => task.remindAt));
  const isReminder = remindAt !== null && (dueAt === null || remindAt < dueAt);
  const until = isReminder ? remindAt : dueAt;
  return {
    for: live[0]?.kind === "confirm" ? "confirmation" : "approval",
    people: peopleOf(live),
    step: live[0]?.name,
    ...(until === null ? {} : { until, then: isReminder ? "remind" : node?.timeLimit?.onTimeout }),
  };
}

/** What the ticket is waiting for, in data; the page makes one sentence of it. */
export function waitingOf(
  ticket: TicketRecord,
  tasks: TaskRecord[],
  node?: AskNode,
): Waiting | null {
  if (ticket.state === "completed") return null;
  if (ticket.state === "draft") return { for: "submit", people: [ticket.requester] };
  if (ticket.state === "returned") return { for: "requester", people: [ticket.requester] };
  const live = tasks.filter(isLive);
  const automation = live.find((task) => task.kind === "automate");
  if (automation === undefined) return waitingForPeople(live, node);
  const isStuck = automation.state === "failed";
  return { for: isStuck ? "operator" : "automation", people: [], step: automation.name };
}

function runningClock(ticket: TicketRecord, tasks: TaskRecord[]): Clocks["running"] {
  if (ticket.state === "completed") return "none";
  if (ticket.state !== "in_approval") return "requester";
  if (ticket.phase === "executing") return "executing";
  const live = tasks.filter(isLive);
  const isOwn = live.length > 0 && live.every((task) => task.assignee?.id === ticket.requester.id);
  return isOwn ? "requester" : "approver";
}

const fieldOf = {
  requester: "requesterMs",
  approver: "approverMs",
  executing: "executingMs",
} as const;

/** Adds the time since the last change to the clock that was running, and starts the next one. */
export function clocksAfter(
  before: Clocks,
  ticket: TicketRecord,
  tasks: TaskRecord[],
  now: string,
): Clocks {
  const running = runningClock(ticket, tasks);
  const spent = Math.max(0, Date.parse(now) - Date.parse(before.since));
  if (before.running === "none") return { ...before, running, since: now };
  const field = fieldOf[before.running];
  return { ...before, [field]: before[field] + spent, running, since: now };
}
