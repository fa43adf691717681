import { describe, expect, it } from "vitest";
import type { Outcome } from "#shared/action/driver.ts";
import type { Work } from "#shared/order/record.ts";
import { react } from "#shared/order/engine/react.ts";
import { stopped as stop } from "#shared/order/engine/stop-work.ts";
import { newWork, type Site } from "#shared/order/engine/work.ts";
import { Strategy } from "#shared/plan/schema.ts";
import {
  awaitsCallback,
  awaitsPerson,
  failed,
  silence,
  started,
  stopped,
  succeeded,
  throttled,
  wants,
} from "#test/support/order-desk.ts";

/** What one piece of work is after a call or a look brought something. */

const now = "2026-03-02T08:00:00.000Z";
const at = (seconds: number) => new Date(Date.parse(now) + seconds * 1000).toISOString();

type Flag = "idempotent" | "cancellable" | "findable" | "tries twice";

function site(...flags: Flag[]): Site {
  const traits = {
    isIdempotent: flags.includes("idempotent"),
    canCancel: flags.includes("cancellable"),
    canFind: flags.includes("findable"),
    isReversible: false,
    timeoutSeconds: 600,
  };
  const strategy = Strategy.parse({ attempts: flags.includes("tries twice") ? 2 : 1 });
  return { now, traits, strategy };
}

/** Work under way; its time is over in ten minutes. */
function running(part: Partial<Work>): Work {
  const begun = { state: "running", attempt: 1, deadlineAt: at(600) } as const;
  return { ...newWork(0, null), ...begun, ...part };
}

const calling = (call: string, part: Partial<Work> = {}) =>
  running({ phase: "calling", call, operation: call === "start" ? null : { id: "it" }, ...part });
const looking = (part: Partial<Work> = {}) =>
  running({ phase: "polling", operation: { id: "it" }, nextLookAt: now, ...part });
const over = { deadlineAt: now };

/** In words: state, what it waits for, its key when that changed, its error. */
function says({ state, phase, call, tryAt, nextLookAt, retries, error, stopAs }: Work): string {
  const seconds = (to: string | null) =>
    to === null ? "" : ` in ${(Date.parse(to) - Date.parse(now)) / 1000}`;
  const key = retries > 0 ? `, key ${retries}` : "";
  const stopping = stopAs === null ? "" : `, to end ${stopAs}`;
  const fault = error === null ? "" : ` (${error.code})`;
  if (state === "pending") return `pending${seconds(tryAt)}${key}${fault}`;
  if (state !== "running") return `${state}${seconds(nextLookAt)}${fault}`;
  const what = phase === "wants" ? `wants ${call}${seconds(tryAt)}` : phase;
  return `${what}${phase === "polling" ? seconds(nextLookAt) : ""}${stopping}${fault}`;
}

type Row = readonly [Work, Outcome, Flag[], string];

function holds(rows: readonly Row[]): void {
  it.each(rows.map((row) => [row[1].kind, row[2].join(", ") || "plain", row[3], row] as const))(
    "%s, %s: %s",
    (_kind, _flags, wanted, [work, outcome, flags]) => {
      expect(says(react(work, outcome, site(...flags)))).toBe(wanted);
    },
  );
}

describe("a start", () => {
  const start = calling("start");
  holds([
    [start, succeeded, [], "succeeded"],
    [start, failed, [], "failed (NO)"],
    [start, failed, ["tries twice"], "pending in 10, key 1 (NO)"],
    [{ ...start, tries: 1 }, failed, ["tries twice"], "failed (NO)"],
    [start, started, [], "polling in 4"],
    [start, { ...started, lookAfterSeconds: 90 }, [], "polling in 90"],
    // A look comes at the deadline at the latest.
    [start, { ...started, lookAfterSeconds: 9000 }, [], "polling in 600"],
    [start, wants("one"), [], "wants one"],
    [start, awaitsCallback, [], "awaiting_callback"],
    [start, awaitsPerson, [], "awaiting_person"],
    [start, stopped, [], "cancelled"],
    // Refused without an effect: once more with the same key, while there is time.
    [start, throttled(5), [], "pending in 5 (THROTTLED)"],
    [start, throttled(0.2), [], "pending in 1 (THROTTLED)"],
    [{ ...start, deadlineAt: at(99_999) }, throttled(9999), [], "pending in 3600 (THROTTLED)"],
    [start, throttled(600), [], "failed (THROTTLED)"],
    [{ ...start, mayHaveBegun: true }, throttled(600), ["idempotent"], "unknown (THROTTLED)"],
  ]);
});

describe("a start without an answer may have happened", () => {
  const start = calling("start");
  holds([
    [start, silence, [], "unknown (NO_ANSWER)"],
    [start, silence, ["findable"], "wants find (NO_ANSWER)"],
    [start, silence, ["idempotent"], "pending in 10 (NO_ANSWER)"],
    [start, silence, ["idempotent", "findable"], "pending in 10 (NO_ANSWER)"],
    [{ ...start, silent: 3 }, silence, ["idempotent"], "pending in 10 (NO_ANSWER)"],
    [{ ...start, silent: 4 }, silence, ["idempotent"], "unknown (NO_ANSWER)"],
    [{ ...start, silent: 4 }, silence, ["idempotent", "findable"], "wants find (NO_ANSWER)"],
    [{ ...start, deadlineAt: at(10) }, silence, ["idempotent"], "unknown (NO_ANSWER)"],
    [{ ...start, stopAs: "cancelled" }, silence, ["idempotent"], "unknown (NO_ANSWER)"],
    [
      { ...start, stopAs: "cancelled" },
      silence,
      ["findable"],
      "wants find, to end cancelled (NO_ANSWER)",
    ],
  ]);
});

describe("a find", () => {
  const find = calling("find", { operation: null, mayHaveBegun: true, silent: 1 });
  holds([
    [find, started, [], "polling in 4"],
    [find, succeeded, [], "succeeded"],
    [find, failed, [], "failed (NO)"],
    // It never happened: as new work it may be tried again.
    [find, failed, ["tries twice"], "pending in 10, key 1 (NO)"],
    [find, throttled(7), [], "wants find in 7 (THROTTLED)"],
    [find, throttled(900), [], "unknown (THROTTLED)"],
    [find, silence, [], "wants find in 10 (NO_ANSWER)"],
    [{ ...find, silent: 4 }, silence, [], "unknown (NO_ANSWER)"],
    [{ ...find, ...over }, silence, [], "unknown (NO_ANSWER)"],
    // It was to be stopped while nobody knew of it.
    [{ ...find, stopAs: "cancelled" }, started, [], "polling in 4, to end cancelled"],
    [{ ...find, stopAs: "cancelled" }, started, ["cancellable"], "wants cancel, to end cancelled"],
  ]);
});

describe("a look", () => {
  const look = looking();
  holds([
    [look, started, [], "polling in 10"],
    [{ ...look, polls: 4 }, started, [], "polling in 30"],
    [{ ...look, polls: 40 }, started, [], "polling in 60"],
    [look, succeeded, [], "succeeded"],
    [look, failed, [], "failed (NO)"],
    [look, failed, ["tries twice"], "pending in 10, key 1 (NO)"],
    [look, stopped, [], "cancelled"],
    [look, throttled(30), [], "polling in 30 (THROTTLED)"],
    [look, silence, [], "polling in 10 (NO_ANSWER)"],
    [{ ...look, silent: 19 }, silence, [], "unknown in 60 (NO_ANSWER)"],
  ]);
});

describe("a look when the time is over", () => {
  const look = looking(over);
  holds([
    [look, succeeded, [], "succeeded"],
    [look, started, [], "timed_out in 60 (TIMED_OUT)"],
    [look, started, ["cancellable"], "wants cancel, to end timed_out"],
    [look, wants("one"), [], "timed_out in 60 (TIMED_OUT)"],
    [look, throttled(5), [], "timed_out in 60 (THROTTLED)"],
    [look, silence, [], "unknown in 60 (NO_ANSWER)"],
    [{ ...look, stopAs: "timed_out" }, started, ["cancellable"], "timed_out in 60 (TIMED_OUT)"],
    [{ ...look, stopAs: "cancelled" }, started, [], "unknown in 60 (NOT_STOPPED)"],
  ]);
});

describe("a step that the operation wants", () => {
  const look = looking();
  const step = calling("one");
  holds([
    [look, wants("one"), [], "wants one"],
    // Each is called once, however long it goes on showing.
    [{ ...look, made: ["one"] }, wants("one"), [], "polling in 10"],
    [{ ...look, made: ["one"] }, wants("two"), [], "wants two"],
    [step, started, [], "polling in 4"],
    [step, wants("one"), [], "polling in 4"],
    [step, wants("two"), [], "wants two"],
    [step, failed, ["tries twice"], "failed (NO)"],
    [step, throttled(5), [], "wants one in 5 (THROTTLED)"],
    [step, throttled(700), [], "polling in 600 (THROTTLED)"],
    [step, silence, [], "polling in 10 (NO_ANSWER)"],
  ]);

  const doubt = { made: ["one"], doubt: { step: "one", looks: 0 } };
  holds([
    // Whether it was taken is read from what the operation shows.
    [looking(doubt), started, [], "polling in 10"],
    [looking(doubt), wants("two"), [], "wants two"],
    [looking(doubt), wants("one"), ["idempotent"], "wants one"],
    [looking(doubt), wants("one"), [], "polling in 10"],
    [
      looking({ ...doubt, doubt: { step: "one", looks: 4 } }),
      wants("one"),
      [],
      "unknown in 60 (STEP_UNKNOWN)",
    ],
    [looking({ ...doubt, ...over }), wants("one"), ["idempotent"], "timed_out in 60 (TIMED_OUT)"],
  ]);

  it("answered with the next one, it is not called again", () => {
    const next = react(step, wants("two"), site());
    expect(next).toMatchObject({ call: "two", made: ["one"] });
  });
});

describe("stopping", () => {
  const asked = (work: Work, ...flags: Flag[]) => says(stop(work, "cancelled", site(...flags)));
  it.each([
    ["pending, never begun", newWork(0, null), "pending"],
    ["pending, tried before", { ...newWork(0, null), attempt: 1 }, "cancelled"],
    [
      "pending, may have begun",
      { ...newWork(0, null), attempt: 1, mayHaveBegun: true },
      "unknown (NO_ANSWER)",
    ],
    ["in a call", calling("start"), "calling, to end cancelled"],
    [
      "wanting to be found",
      running({ phase: "wants", call: "find" }),
      "wants find, to end cancelled",
    ],
    ["looked at", looking(), "polling in 0, to end cancelled"],
    [
      "awaiting a callback",
      running({ phase: "awaiting_callback" }),
      "awaiting_callback, to end cancelled",
    ],
    ["awaiting a person", running({ phase: "awaiting_person" }), "cancelled"],
    ["wanting a step", running({ phase: "wants", call: "one", operation: {} }), "cancelled"],
  ])("%s: %s", (_name, work, wanted) => {
    expect(asked(work)).toBe(wanted);
  });

  it.each([
    ["looked at", looking()],
    ["wanting a step", running({ phase: "wants", call: "one", operation: {} })],
  ])("%s, where it can be stopped: it is called for", (_name, work) => {
    expect(asked(work, "cancellable")).toBe("wants cancel, to end cancelled");
  });
});

describe("a cancel", () => {
  const people = calling("cancel", { stopAs: "cancelled" });
  const time = calling("cancel", { stopAs: "timed_out", ...over });
  holds([
    [people, stopped, ["cancellable"], "cancelled"],
    [time, stopped, ["cancellable"], "timed_out (TIMED_OUT)"],
    [people, succeeded, ["cancellable"], "succeeded"],
    [people, started, ["cancellable"], "polling in 4, to end cancelled"],
    [time, started, ["cancellable"], "timed_out in 60 (TIMED_OUT)"],
    [people, failed, ["cancellable"], "polling in 4, to end cancelled (NO)"],
    [time, failed, ["cancellable"], "timed_out in 60 (NO)"],
    [people, throttled(5), ["cancellable"], "wants cancel in 5, to end cancelled (THROTTLED)"],
    [time, throttled(5), ["cancellable"], "polling in 5, to end timed_out (THROTTLED)"],
    [people, silence, ["cancellable"], "wants cancel in 10, to end cancelled (NO_ANSWER)"],
    [
      { ...people, silent: 4 },
      silence,
      ["cancellable"],
      "polling in 4, to end cancelled (NO_ANSWER)",
    ],
  ]);
});

describe("an answer to a call that was to be stopped meanwhile", () => {
  const start = calling("start", { stopAs: "cancelled" });
  holds([
    [start, succeeded, [], "succeeded"],
    [start, failed, ["tries twice"], "failed (NO)"],
    [start, started, [], "polling in 4, to end cancelled"],
    [start, started, ["cancellable"], "wants cancel, to end cancelled"],
    [start, wants("one"), [], "cancelled"],
    [start, awaitsCallback, [], "awaiting_callback, to end cancelled"],
    [start, awaitsPerson, [], "cancelled"],
    [start, throttled(5), [], "cancelled (THROTTLED)"],
    [
      calling("one", { stopAs: "cancelled" }),
      silence,
      [],
      "polling in 10, to end cancelled (NO_ANSWER)",
    ],
    [
      calling("one", { stopAs: "cancelled" }),
      throttled(5),
      ["cancellable"],
      "wants cancel, to end cancelled (THROTTLED)",
    ],
    // A look at what can't be stopped and waits for us: the call will not come.
    [looking({ stopAs: "cancelled" }), wants("one"), [], "cancelled"],
    [
      looking({ stopAs: "cancelled" }),
      wants("one"),
      ["cancellable"],
      "polling in 10, to end cancelled",
    ],
  ]);
});
