import type { Chain, TimeLimit } from "#shared/approval/chain.ts";
import { after, minuteMs } from "#shared/core/clock.ts";
import { isLive, type TaskRecord, type TicketRecord } from "#shared/ticket/record.ts";
import type { Clocks, PersonRef, Waiting } from "#shared/ticket/state.ts";
import type { Situation, WorkTime } from "./situation.ts";
import { nodeOf } from "./tree.ts";

type Limits = { remindAt: string | null; dueAt: string | null };
type Time = Pick<Situation, "now" | "calendars">;

/** The instant `minutes` from now, in the working time of a calendar when one is named and known. */
export function instantAfter(minutes: number, calendar: string | undefined, time: Time): string {
  const workTime = calendar === undefined ? undefined : time.calendars.get(calendar);
  return workTime === undefined
    ? after(time.now, Math.round(minutes * minuteMs))
    : workTime.after(time.now, minutes);
}

/** When a task that begins now is reminded and runs out. */
export function limitsOf(limit: TimeLimit | undefined, time: Time): Limits {
  if (limit === undefined) return { remindAt: null, dueAt: null };
  const { minutes, calendar, remindAt: share } = limit;
  const dueAt = instantAfter(minutes, calendar, time);
  if (share === undefined) return { remindAt: null, dueAt };
  const workTime = calendar === undefined ? undefined : time.calendars.get(calendar);
  const at = instantAfter(minutes * share, calendar, time);
  return { remindAt: reminder(at, dueAt, workTime), dueAt };
}

/** What falls on a closing time is said at the next opening: nobody is reminded on the way home. */
export function reminder(
  at: string | null,
  dueAt: string | null,
  workTime: WorkTime | undefined,
): string | null {
  if (at === null || dueAt === null) return at;
  const remindAt = workTime?.nextWorking(at) ?? at;
  return remindAt < dueAt ? remindAt : null;
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
  const people = tasks.flatMap((task) => (task.assignee === null ? [] : [task.assignee]));
  return [...new Map(people.map((person) => [person.id, person])).values()];
}

/** The instant at which the first of these tasks moves by itself, and what happens then. */
function nextOf(tasks: TaskRecord[], chain: Chain): Pick<Waiting, "until" | "then"> {
  const at = (task: TaskRecord) => earliest([task.remindAt, task.dueAt]);
  const [first] = tasks
    .filter((task) => at(task) !== null)
    .toSorted((a, b) => ((at(a) ?? "") < (at(b) ?? "") ? -1 : 1));
  if (first === undefined) return {};
  const until = at(first) ?? undefined;
  if (first.kind === "wait") return { until, then: "go_on" };
  const node = nodeOf(chain, first.nodeId);
  const limit = node?.kind === "approve" || node?.kind === "confirm" ? node.timeLimit : undefined;
  return { until, then: until === first.remindAt ? "remind" : limit?.onTimeout };
}

function waitingForLive(live: TaskRecord[], chain: Chain): Waiting {
  const asked = live.filter((task) => task.assignee !== null && task.heldFor.length === 0);
  const [first] = asked;
  if (first !== undefined) {
    const isConfirm = asked.every((task) => task.kind === "confirm");
    const what = { for: isConfirm ? "confirmation" : "approval", step: first.name } as const;
    return { ...what, people: peopleOf(asked), ...nextOf(asked, chain) };
  }
  const automation = live.find((task) => task.kind === "automate");
  if (automation !== undefined) {
    const isStuck = automation.state === "failed";
    return { for: isStuck ? "operator" : "automation", people: [], step: automation.name };
  }
  return { for: "time", people: [], step: live[0]?.name, ...nextOf(live, chain) };
}

/** What the ticket is waiting for, in data; the page makes one sentence of it. */
export function waitingOf(ticket: TicketRecord, tasks: TaskRecord[], chain: Chain): Waiting | null {
  if (ticket.state === "completed") return null;
  if (ticket.state === "draft") return { for: "submit", people: [ticket.requester] };
  if (ticket.state === "returned") return { for: "requester", people: [ticket.requester] };
  if (ticket.blocked !== null) {
    const { by, escalatedTo } = ticket.blocked;
    return { for: "unblocking", people: escalatedTo.length > 0 ? escalatedTo : [by] };
  }
  return waitingForLive(tasks.filter(isLive), chain);
}

function runningClock(ticket: TicketRecord, tasks: TaskRecord[]): Clocks["running"] {
  if (ticket.state === "completed") return "none";
  if (ticket.state !== "in_approval") return "requester";
  if (ticket.blocked !== null) return "blocked";
  if (ticket.phase === "executing") return "executing";
  const live = tasks.filter(isLive);
  const isOwn = live.length > 0 && live.every((task) => task.assignee?.id === ticket.requester.id);
  return isOwn ? "requester" : "approver";
}

const fieldOf = {
  requester: "requesterMs",
  approver: "approverMs",
  executing: "executingMs",
  blocked: "blockedMs",
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
