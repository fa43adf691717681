import type { TaskRecord } from "#shared/ticket/record.ts";
import { reminder } from "./clock.ts";
import type { WorkTime } from "./situation.ts";
import type { Transition } from "./transition.ts";

/** Clocks that rest while a ticket is blocked. */

type Limits = Pick<TaskRecord, "remindAt" | "dueAt">;

function calendarOf(move: Transition, task: TaskRecord): WorkTime | undefined {
  const node = move.node(task.nodeId);
  if (node.kind === "automate") return undefined;
  const code = node.kind === "wait" ? node.calendar : node.timeLimit?.calendar;
  return code === undefined ? undefined : move.situation.calendars.get(code);
}

/** A task's clock set so that as much is left now as when it came to rest. What was over then stays over. */
export function postponed(move: Transition, task: TaskRecord, blockedSince: string): Limits {
  const { now } = move.situation;
  const since = task.createdAt > blockedSince ? task.createdAt : blockedSince;
  const calendar = calendarOf(move, task);
  const later = (at: string | null) => {
    if (at === null || at <= since) return at;
    if (calendar !== undefined) return calendar.after(now, calendar.between(since, at));
    return new Date(Date.parse(at) + Date.parse(now) - Date.parse(since)).toISOString();
  };
  const [remindAt, dueAt] = [later(task.remindAt), later(task.dueAt)];
  return { remindAt: reminder(remindAt, dueAt, calendar), dueAt };
}
