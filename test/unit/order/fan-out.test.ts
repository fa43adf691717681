import { describe, expect, it } from "vitest";
import { claim } from "#shared/order/engine/claim.ts";
import { retry, skip } from "#shared/order/engine/mend.ts";
import { pause, resume } from "#shared/order/engine/pause.ts";
import { settle } from "#shared/order/engine/settle.ts";
import type { Strategy } from "#shared/plan/schema.ts";
import {
  awaitsCallback,
  Desk,
  failed,
  plan,
  silence,
  step,
  succeeded,
} from "#test/support/order-desk.ts";

/** A node with targets: how many at once, in which batches, and how many may fail. */

const on = (targets: number, given: Partial<Strategy> & { isIdempotent?: boolean } = {}) =>
  new Desk(plan([step({ targets, ...given })]));
const works = (desk: Desk) => desk.says().split(" | ")[2];
const state = (desk: Desk) => desk.says().split(" | ").slice(0, 2).join(" ");

describe("how many at once", () => {
  it("as many as the step allows; who ends makes room for the next", () => {
    const desk = on(4, { concurrency: 2 });
    expect(works(desk)).toBe("calls start, calls start, pending, pending");
    desk.answer(succeeded, 1);
    expect(works(desk)).toBe("calls start, succeeded, calls start, pending");
  });

  it("who waits to be tried again makes room, too, and comes back for it", () => {
    const desk = on(3, { concurrency: 1, attempts: 2, retrySeconds: 30 });
    desk.answer(failed, 0);
    expect(works(desk)).toBe("pending in 30, calls start, pending");
    desk.later(31);
    // Its time has come, but there is no room: the machine sleeps until something ends.
    expect(works(desk)).toBe("pending in -1, calls start, pending");
    expect(desk.next()).toBe("wait 29");
    desk.answer(succeeded, 1);
    expect(works(desk)).toBe("calls start, succeeded, pending");
  });

  it("no targets: it has succeeded", () => {
    expect(state(on(0))).toBe("succeeded succeeded");
  });
});

describe("batches", () => {
  it.each([
    [4, 2, "calls start, calls start, pending, pending"],
    [4, "25%", "calls start, pending, pending, pending"],
    [3, "100%", "calls start, calls start, calls start"],
    [3, "10%", "calls start, pending, pending"],
    [2, 9, "calls start, calls start"],
  ] as const)("of %d targets %s at a time: %s", (targets, batchSize, wanted) => {
    expect(works(on(targets, { batchSize }))).toBe(wanted);
  });

  it("the next one begins when this one is over, and its pause behind it", () => {
    const desk = on(4, { batchSize: 2, batchPauseSeconds: 30 });
    desk.answer(succeeded, 0);
    expect(works(desk)).toBe("succeeded, calls start, pending, pending");
    desk.answer(succeeded, 1);
    expect(works(desk)).toBe("succeeded, succeeded, pending, pending");
    expect(desk.next()).toBe("wait 30");
    desk.later(30);
    expect(works(desk)).toBe("succeeded, succeeded, calls start, calls start");
    expect(desk.events).toContain("node.batch");
  });

  it("what of a batch is still to be tried again holds the next one back", () => {
    const desk = on(2, { batchSize: 1, attempts: 2, retrySeconds: 30 });
    desk.answer(failed, 0);
    expect(works(desk)).toBe("pending in 30, pending");
    expect(desk.next()).toBe("wait 30");
  });

  it("paused in a pause between batches, it rests at once and waits on when resumed", () => {
    const desk = on(2, { batchSize: 1, batchPauseSeconds: 100 });
    desk.answer(succeeded, 0);
    desk.does("bob", (frame, deed) => pause(frame, deed, null));
    expect(desk.says()).toBe("paused | running | succeeded, pending | done");
    desk.later(50);
    desk.does("bob", resume);
    expect(desk.next()).toBe("wait 50");
  });
});

describe("how many may fail", () => {
  it.each([
    [0, [failed, succeeded], "paused failed"],
    [1, [failed, succeeded], "partially_succeeded succeeded"],
    [1, [failed, failed], "paused failed"],
    ["50%", [failed, succeeded], "partially_succeeded succeeded"],
    ["49%", [failed, succeeded], "paused failed"],
    ["100%", [failed, failed], "partially_succeeded succeeded"],
    [0, [succeeded, succeeded], "succeeded succeeded"],
    ["100%", [silence, succeeded], "paused unknown"],
  ] as const)("%s, and %j: %s", (maxErrors, outcomes, wanted) => {
    const desk = on(2, { maxErrors });
    for (const [index, outcome] of outcomes.entries()) desk.answer(outcome, index);
    expect(state(desk)).toBe(wanted);
  });

  it("too many: nothing new begins, what runs may finish", () => {
    const desk = on(3, { concurrency: 2 });
    desk.answer(failed, 0);
    expect(works(desk)).toBe("failed NO, calls start, pending");
    expect(state(desk)).toBe("running running");
    desk.answer(succeeded, 1);
    expect(state(desk)).toBe("paused failed");
    expect(works(desk)).toBe("failed NO, succeeded, pending");
  });

  it("what time has made too many keeps the rest from beginning, too", () => {
    const desk = on(3, { concurrency: 2 });
    desk.answer(awaitsCallback, 0).asleep(600);
    // The second one has made room, and the machine comes to the third before it has looked at the first.
    const [, { turn = 0 } = {}] = desk.table.works(1);
    const result = { seq: 1, index: 1, turn, outcome: succeeded };
    desk.tells("it", (frame, { now }) => settle(frame, [result], now));
    expect(claim(desk.table.frame(), desk.now, null)).toBeNull();
    desk.run();
    expect(works(desk)).toBe("timed_out TIMED_OUT, succeeded, pending");
  });

  it("retried, what failed is run again beside what was left; what was done is not", () => {
    const desk = on(3, { concurrency: 2 });
    desk.answer(failed, 0).answer(succeeded, 1);
    desk.does("bob", (frame, deed) => retry(frame, 1, deed, { reason: null }));
    expect(works(desk)).toBe("calls start, succeeded, calls start");
    desk.answer(succeeded, 0).answer(succeeded, 2);
    expect(state(desk)).toBe("succeeded succeeded");
  });

  it("skipped as it is, what succeeded is not told of", () => {
    const desk = on(2, { isCritical: false });
    desk.answer(failed, 0).answer(succeeded, 1);
    desk.does("bob", (frame, deed) => skip(frame, 1, deed, "enough"));
    expect(state(desk)).toBe("partially_succeeded skipped");
  });

  it("the node answers which targets were done, and how many not", () => {
    const desk = on(2, { maxErrors: 1 });
    desk.answer(failed, 0).answer(succeeded, 1);
    expect(desk.table.nodes.get(1)?.output).toEqual({ targets: ["t1"], failed: 1 });
  });
});
