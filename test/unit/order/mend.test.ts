import { describe, expect, it } from "vitest";
import { complete, declareFailed, retry, skip } from "#shared/order/engine/mend.ts";
import { pause, resume } from "#shared/order/engine/pause.ts";
import { cancel } from "#shared/order/engine/stop.ts";
import type { Strategy } from "#shared/plan/schema.ts";
import { Desk, failed, plan, silence, step, succeeded } from "#test/support/order-desk.ts";

/** What an operator does about a step that failed, and pauses. */

const retries = (desk: Desk, key?: "same" | "fresh") =>
  desk.does("bob", (frame, deed) => retry(frame, frame.order.at, deed, { key, reason: null }));
const skips = (desk: Desk, by = "bob") =>
  desk.does(by, (frame, deed) => skip(frame, frame.order.at, deed, "not needed"));
const completes = (desk: Desk) =>
  desk.does("bob", (frame, deed) =>
    complete(frame, frame.order.at, deed, { reason: "by hand", output: { a: 1 } }),
  );
const fails = (desk: Desk) =>
  desk.does("bob", (frame, deed) => declareFailed(frame, frame.order.at, deed, "I looked"));
const pauses = (desk: Desk) => desk.does("bob", (frame, deed) => pause(frame, deed, "wait"));
const resumes = (desk: Desk) => desk.does("bob", resume);

const stuck = (outcome = failed, given: Partial<Strategy> = {}) =>
  new Desk(plan([step(given), step()])).answer(outcome);
const key = (desk: Desk) => desk.table.works(1)[0]?.retries;

describe("a step fails", () => {
  it.each([
    ["pause", "paused | failed pending | failed NO | done"],
    ["abort", "failed | failed pending | failed NO | done"],
    ["continue", "running | failed running | calls start | wait 60"],
  ] as const)("the step says %s", (onFailure, says) => {
    expect(stuck(failed, { onFailure }).says()).toBe(says);
  });

  it("of unknown end it rests, whatever the step says", () => {
    expect(stuck(silence, { onFailure: "continue" }).table.order.state).toBe("paused");
  });

  it("tolerated, the order has partially succeeded", () => {
    const desk = stuck(failed, { onFailure: "continue" });
    desk.answer(succeeded);
    expect(desk.table.order.state).toBe("partially_succeeded");
  });

  it("as new work it is tried as often as the step says, each time with a key of its own", () => {
    const desk = new Desk(plan([step({ attempts: 3, retrySeconds: 20 })]));
    for (const wanted of [1, 2]) {
      desk.answer(failed);
      expect(desk.says()).toBe("running | running | pending in 20 | wait 20");
      desk.later(20);
      expect(key(desk)).toBe(wanted);
    }
    desk.answer(failed);
    expect(desk.says()).toBe("paused | failed | failed NO | done");
  });
});

describe("retry", () => {
  it.each([
    ["what failed is new work", failed, undefined, 1],
    ["what may have happened keeps its key", silence, undefined, 0],
    ["a fresh key on request", silence, "fresh", 1],
    ["the same key on request", failed, "same", 0],
  ] as const)("%s", (_name, outcome, wish, wanted) => {
    const desk = stuck(outcome);
    expect(retries(desk, wish)).toBe("done");
    expect(key(desk)).toBe(wanted);
    expect(desk.says()).toBe("running | running pending | calls start | wait 60");
  });

  it("counts its tries anew", () => {
    const desk = stuck(failed, { attempts: 2 });
    desk.later(10);
    desk.answer(failed);
    retries(desk);
    desk.answer(failed);
    expect(desk.says()).toBe("running | running pending | pending in 10 | wait 10");
  });

  it("counts its calls without an answer anew", () => {
    const desk = new Desk(plan([step({ isIdempotent: true, timeoutSeconds: 4000 })]));
    const goesSilent = (times: number) => {
      for (let time = 0; time < times; time += 1) desk.answer(silence).later(10);
    };
    goesSilent(5);
    expect(desk.says()).toBe("paused | unknown | unknown NO_ANSWER | done");
    retries(desk);
    goesSilent(4);
    expect(desk.says()).toBe("running | running | calls start | wait 60");
    goesSilent(1);
    expect(desk.says()).toBe("paused | unknown | unknown NO_ANSWER | done");
    expect([key(desk), desk.table.works(1)[0]?.attempt]).toEqual([0, 10]);
  });

  it("what never began is looked at afresh", () => {
    const desk = new Desk(plan([step({ preConfirm: false })], { startsInSeconds: 60 }));
    desk.table.drift.set(1, { version: 0, targets: 0, isFaulty: true });
    desk.later(60);
    expect(desk.says()).toBe("paused | failed |  | done");
    retries(desk);
    expect(desk.says()).toBe("paused | failed |  | done");
    desk.table.drift.delete(1);
    retries(desk);
    expect(desk.says()).toBe("running | running | calls start | wait 60");
  });

  it("of unknown end and stopped before its call, it is of unknown end still", () => {
    const desk = stuck(silence);
    desk.tells("bob", (frame, deed) => retry(frame, 1, deed, { key: "same", reason: null }));
    desk.does("bob", (frame, deed) => cancel(frame, deed, "enough"));
    expect(desk.says()).toBe("cancelled | unknown pending | unknown NO_ANSWER | done");
  });
});

describe("skip", () => {
  it("of a step that is not critical goes on without it", () => {
    const desk = stuck(failed, { isCritical: false });
    skips(desk);
    expect(desk.says()).toBe("running | skipped running | calls start | wait 60");
  });

  it("of a critical one takes two people", () => {
    const desk = stuck();
    expect(skips(desk, "bob")).toBe("done");
    expect(desk.table.order.state).toBe("paused");
    expect(skips(desk, "bob")).toBe("SECOND_PERSON_NEEDED");
    expect(skips(desk, "carol")).toBe("done");
    expect(desk.says()).toBe("running | skipped running | calls start | wait 60");
    expect(desk.events).toContain("node.skipAsked");
  });

  it("retried, it must be asked for anew", () => {
    const desk = stuck();
    skips(desk, "bob");
    retries(desk);
    desk.answer(failed);
    skips(desk, "carol");
    expect(desk.table.order.state).toBe("paused");
  });

  it("of the task of a ticket one operator decides", () => {
    const desk = new Desk(plan([step()], { isTask: true })).answer(failed);
    skips(desk);
    expect(desk.table.order.state).toBe("partially_succeeded");
  });
});

describe("by hand", () => {
  it("done: what later steps bind to is what the operator says", () => {
    const desk = stuck();
    completes(desk);
    expect(desk.says()).toBe("running | succeeded running | calls start | wait 60");
    expect(desk.table.nodes.get(1)).toMatchObject({ output: { a: 1 }, endedBy: { id: "bob" } });
  });

  it("failed: what was of unknown end is retried as new work", () => {
    const desk = stuck(silence);
    expect(fails(desk)).toBe("done");
    expect(desk.says()).toBe("paused | failed pending | failed NO_ANSWER | done");
    expect(fails(desk)).toBe("WRONG_STATE");
    retries(desk);
    expect(key(desk)).toBe(1);
  });

  it.each([
    ["retry", retries],
    ["skip", skips],
    ["complete", completes],
    ["fail", fails],
  ] as const)("%s what runs: WRONG_STATE", (_name, deed) => {
    expect(deed(new Desk(plan([step()])))).toBe("WRONG_STATE");
  });
});

describe("pause and resume", () => {
  it("while something runs it is waited for; then the order rests before the next step", () => {
    const desk = new Desk(plan([step(), step()]));
    pauses(desk);
    expect(desk.says()).toBe("running (pausing) | running pending | calls start | wait 60");
    desk.answer(succeeded);
    expect(desk.says()).toBe("paused | succeeded pending |  | done");
    resumes(desk);
    expect(desk.says()).toBe("running | succeeded running | calls start | wait 60");
  });

  it("the last step over, there is nothing to rest from", () => {
    const desk = new Desk(plan([step()]));
    pauses(desk);
    desk.answer(succeeded);
    expect(desk.table.order.state).toBe("succeeded");
  });

  it("taken back before it came", () => {
    const desk = new Desk(plan([step(), step()]));
    pauses(desk);
    resumes(desk);
    desk.answer(succeeded);
    expect(desk.table.order.state).toBe("running");
  });

  it("what would be tried again rests, too", () => {
    const desk = new Desk(plan([step({ attempts: 2 })]));
    pauses(desk);
    desk.answer(failed);
    expect(desk.says()).toBe("paused | running | pending in 10 | done");
    desk.later(500);
    resumes(desk);
    expect(desk.says()).toBe("running | running | calls start | wait 60");
  });

  it("what is reported while it rests is seen when it goes on", () => {
    const desk = new Desk(plan([step({ isIdempotent: true }), step()]));
    desk.answer(silence);
    pauses(desk);
    expect(desk.report(succeeded)).toBe(true);
    expect(desk.says()).toBe("paused | running pending | succeeded | done");
    resumes(desk);
    expect(desk.says()).toBe("running | succeeded running | calls start | wait 60");
  });

  it("refusals", () => {
    const desk = new Desk(plan([step()]));
    expect(resumes(desk)).toBe("WRONG_STATE");
    pauses(desk);
    expect(pauses(desk)).toBe("WRONG_STATE");
    desk.answer(failed);
    expect(pauses(desk)).toBe("WRONG_STATE");
    expect(resumes(desk), "a step that failed comes first").toBe("WRONG_STATE");
  });
});
