import { expect, test } from "vitest";
import { addApprovers } from "#shared/approval/engine/add.ts";
import { block, unblock } from "#shared/approval/engine/block.ts";
import { handOver } from "#shared/approval/engine/hand-over.ts";
import { hourMs, minuteMs } from "#shared/core/clock.ts";
import { answer, begin, taskOf } from "#test/support/decide.ts";
import { toyCalendar } from "#test/support/fuzz/toy-calendar.ts";
import { approveNode } from "#test/support/nodes.ts";
import type { History } from "#test/support/situation.ts";

/** Clocks that rest while a ticket is blocked. The calendar works in the even hours; all begins at 08:00. */

const by = { id: "bob", name: "bob" };
const people = { "node:a": ["bob"] };
const limited = (more: object = {}) =>
  approveNode("a", { timeLimit: { minutes: 60, onTimeout: "approve", ...more } });

function blockNow(history: History): void {
  const given = { reason: "no disk", resource: null, by };
  history.apply(block(history.situation("bob"), given));
}

function dueAfter(history: History, restMs: number): string | null {
  history.now += restMs;
  history.apply(unblock(history.situation("bob"), null));
  return history.pending()[0]?.dueAt ?? null;
}

test("who takes a task over in a block has as much time left as was left before it", () => {
  const history = begin([limited()], people);
  history.now += 10 * minuteMs;
  blockNow(history);
  history.now += 3 * hourMs;
  const { seq } = taskOf(history, "bob");
  const given = { seq, to: { id: "carol", name: "carol" }, comment: null, isReassignment: false };
  history.apply(handOver(history.situation("bob"), given));
  expect(dueAfter(history, hourMs)).toBe("2026-03-02T13:00:00.000Z");
});

test("who is asked in a block because her colleague has answered gets her time, not more", () => {
  const history = begin([limited()], people);
  const { seq } = taskOf(history, "bob");
  const carol = { id: "carol", name: "carol" };
  const added = { actedBy: by, delegationId: null, comment: null };
  const given = { seq, people: [carol], place: "before" as const, by: added };
  history.apply(addApprovers(history.situation("bob"), given));
  blockNow(history);
  history.now += 3 * hourMs;
  answer(history, "carol", "approve");
  expect(history.pending()[0]).toMatchObject({ createdAt: "2026-03-02T11:00:00.000Z" });
  expect(dueAfter(history, hourMs)).toBe("2026-03-02T13:00:00.000Z");
});

test("a time that was over when the block began is over when it ends, by any calendar", () => {
  const history = begin([limited({ minutes: 10, calendar: "toy" })], people);
  history.calendars = new Map([["toy", toyCalendar]]);
  history.now += 20 * minuteMs;
  blockNow(history);
  expect(dueAfter(history, hourMs)).toBe("2026-03-02T08:10:00.000Z");
});

test("after a block a reminder still comes while people work", () => {
  const history = begin([limited({ minutes: 120, calendar: "toy", remindAt: 0.5 })], people);
  history.calendars = new Map([["toy", toyCalendar]]);
  const [task] = history.pending();
  if (task === undefined) throw new Error("nobody is asked");
  // As it is when the calendar is known at submit: half of it is the closing time, said at the next opening.
  const limits = { remindAt: "2026-03-02T10:00:00.000Z", dueAt: "2026-03-02T11:00:00.000Z" };
  history.tasks.set(task.seq, { ...task, ...limits });
  blockNow(history);
  history.now += 2 * hourMs;
  history.apply(unblock(history.situation("bob"), null));
  const after = { remindAt: "2026-03-02T12:00:00.000Z", dueAt: "2026-03-02T13:00:00.000Z" };
  expect(history.pending()[0]).toMatchObject(after);
});
