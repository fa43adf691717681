import { describe, expect, it } from "vitest";
import { claim } from "#shared/order/engine/claim.ts";
import { confirm } from "#shared/order/engine/confirm.ts";
import { retry } from "#shared/order/engine/mend.ts";
import { pause } from "#shared/order/engine/pause.ts";
import {
  awaitsCallback,
  awaitsPerson,
  Desk,
  failed,
  part,
  plan,
  silence,
  started,
  step,
  succeeded,
} from "#test/support/order-desk.ts";

/** Time-outs of nodes, parts and orders; clocks stand still while people are waited for. */

const yes = (desk: Desk) =>
  desk.does("bob", (frame, deed) => confirm(frame, deed, desk.table.outlook(frame.order.at)));
const pauses = (desk: Desk) => desk.does("bob", (frame, deed) => pause(frame, deed, null));
const retries = (desk: Desk) =>
  desk.does("bob", (frame, deed) => retry(frame, frame.order.at, deed, { reason: null }));

describe("a call whose process died", () => {
  it("counts as lost after a minute: of unknown end, and nobody calls again", () => {
    const desk = new Desk(plan([step()]));
    desk.later(59);
    expect(desk.says()).toBe("running | running | calls start | wait 1");
    desk.later(1);
    expect(desk.says()).toBe("paused | unknown | unknown NO_ANSWER | done");
  });

  it("is made again where that does no harm", () => {
    const desk = new Desk(plan([step({ isIdempotent: true })]));
    desk.later(60);
    expect(desk.says()).toBe("running | running | pending in 10 | wait 10");
    desk.later(10);
    expect(desk.says()).toBe("running | running | calls start | wait 60");
  });
});

describe("the time of an operation", () => {
  it("is from its call to its end; a look comes at its last moment", () => {
    const desk = new Desk(plan([step({ timeoutSeconds: 30 })]));
    desk.later(5);
    desk.answer(started);
    desk.later(24);
    expect(desk.says()).toBe("running | running | looks in 1 | poll 1");
    desk.looks.push(succeeded);
    desk.later(1);
    expect(desk.says()).toBe("succeeded | succeeded |  | done");
  });

  it("over, it is stopped where it can be, and has timed out", () => {
    const desk = new Desk(plan([step({ timeoutSeconds: 30, canCancel: true })]));
    desk.answer(started).later(30);
    expect(desk.says()).toBe("running | running | calls cancel | wait 60");
    desk.answer({ kind: "cancelled" });
    expect(desk.says()).toBe("paused | timed_out | timed_out TIMED_OUT | done");
  });

  it.each([
    ["the other side", awaitsCallback],
    ["a person", awaitsPerson],
  ])("a report of %s that does not come in time", (_who, awaits) => {
    const desk = new Desk(plan([step({ timeoutSeconds: 100 })]));
    desk.answer(awaits);
    expect(desk.next()).toBe("wait 100");
    desk.later(100);
    expect(desk.says()).toBe("paused | timed_out | timed_out TIMED_OUT | done");
  });

  it("a new key has time of its own, and so has what somebody retries", () => {
    const desk = new Desk(plan([step({ timeoutSeconds: 100, attempts: 2 })]));
    desk.asleep(50).answer(failed).later(10);
    desk.answer(awaitsCallback);
    expect(desk.next()).toBe("wait 100");
    desk.later(100);
    retries(desk);
    desk.answer(awaitsCallback);
    expect(desk.next()).toBe("wait 100");
  });
});

describe("what comes after the verdict", () => {
  const timedOut = () => {
    const desk = new Desk(plan([step({ timeoutSeconds: 30 })]));
    return desk.answer(started).later(30);
  };

  it("is looked for, further and further apart, for a day", () => {
    const desk = timedOut();
    expect(desk.says()).toBe("paused | timed_out | timed_out TIMED_OUT | wait 60");
    const waits: string[] = [];
    for (let looks = 0; desk.next() !== "done" && looks < 60; looks += 1) {
      desk.later(Number(desk.next().split(" ")[1]));
      waits.push(desk.next());
    }
    expect(waits.slice(0, 6)).toEqual([
      "wait 60",
      "wait 60",
      "wait 90",
      "wait 135",
      "wait 202",
      "wait 303",
    ]);
    expect(waits.at(-1)).toBe("done");
    expect(waits.length).toBeLessThan(45);
  });

  it("is told once, and changes nothing", () => {
    const desk = timedOut();
    desk.looks.push(succeeded);
    desk.later(60);
    expect(desk.says()).toBe("paused | timed_out | timed_out TIMED_OUT | done");
    expect(desk.events.filter((type) => type === "node.lateResult")).toHaveLength(1);
    expect(desk.table.works(1)[0]?.late).toBe("succeeded");
  });

  it.each([
    ["paused", "pause", "paused"],
    ["ended", "abort", "failed"],
  ] as const)("of an order that is %s", (_name, onFailure, state) => {
    const desk = new Desk(plan([step({ timeoutSeconds: 30, onFailure })]));
    desk.answer(started).later(30);
    desk.looks.push(failed);
    desk.later(60);
    expect(desk.events.at(-1)).toBe("node.lateResult");
    expect(desk.table.order.state).toBe(state);
  });

  it("a callback that comes late is told, and so is one of a call of unknown end", () => {
    const desk = new Desk(plan([step()]));
    desk.answer(silence);
    expect(desk.table.nodes.get(1)?.state).toBe("unknown");
    expect(desk.report(succeeded)).toBe(true);
    expect(desk.says()).toBe("paused | unknown | unknown NO_ANSWER | done");
    expect(desk.report(succeeded)).toBe(false);
  });
});

describe("the time of an order", () => {
  const short = (...steps: ReturnType<typeof step>[]) =>
    new Desk(plan(steps, { timeoutSeconds: 100 }));

  it("over, it is stopped and has timed out", () => {
    const desk = short(step(), step());
    desk.answer(awaitsCallback).later(99);
    expect(desk.next()).toBe("wait 1");
    desk.later(1);
    expect(desk.says()).toBe("cancelling | running pending | awaiting_callback in 500 | wait 500");
    desk.report(succeeded);
    expect(desk.says()).toBe("timed_out | succeeded pending | succeeded | done");
  });

  it("however busy it is: what is answered at once does not carry it past its time", () => {
    const desk = short(step(), step());
    desk.asleep(100);
    const { frame } = { frame: desk.table.frame() };
    expect(claim(frame, desk.now, null)).toBeNull();
    desk.answer(succeeded);
    expect(desk.says()).toBe("timed_out | succeeded pending |  | done");
  });

  it.each([
    ["at a question", step({ preConfirm: true }), (desk: Desk) => desk.later(5000), yes],
    [
      "paused",
      step(),
      (desk: Desk) => {
        pauses(desk);
        desk.answer(failed).later(5000);
      },
      retries,
    ],
  ])("stands still %s", (_name, first, rest, goOn) => {
    const desk = short(first, step());
    rest(desk);
    goOn(desk);
    expect(desk.in(desk.table.order.deadlineAt)).toBe(" in 100");
  });

  it("stands still while a person does something, and not while others run beside her", () => {
    const desk = short(step({ targets: 2 }));
    desk.answer(awaitsPerson, 0).later(40);
    desk.answer(awaitsPerson, 1).later(500);
    expect(desk.table.order.state).toBe("running");
    desk.report(succeeded, 0);
    desk.report(succeeded, 1);
    expect(desk.table.order.state).toBe("succeeded");
  });

  it("a pause that has to wait for work is time that counts", () => {
    const desk = short(step());
    desk.answer(awaitsCallback);
    pauses(desk);
    desk.later(100);
    expect(desk.table.order.state).toBe("cancelling");
  });

  it("the machine sleeps no longer than seven days at a time", () => {
    const days = 86_400;
    const desk = new Desk(plan([step({ preConfirm: true, confirmTimeoutSeconds: 20 * days })]));
    expect(desk.next()).toBe(`wait ${7 * days}`);
    desk.asleep(14 * days).run();
    expect(desk.next()).toBe(`wait ${6 * days}`);
  });
});

describe("the time of a part", () => {
  const desk = () => {
    const one = new Desk(plan([part([step(), step()], { timeoutSeconds: 100 }), part([step()])]));
    one.later(1000);
    yes(one);
    return one;
  };

  it("begins with its first step, and over it stops the order", () => {
    const one = desk();
    one.answer(awaitsPerson);
    one.later(500);
    one.report(succeeded);
    one.later(59);
    expect(one.table.order.state).toBe("running");
    one.answer(awaitsCallback).later(41);
    expect(one.table.order.state).toBe("cancelling");
    one.report(succeeded);
    expect(one.says()).toContain("timed_out | timed_out succeeded succeeded pending pending");
  });

  it("is over with its last step", () => {
    const one = desk();
    one.answer(succeeded).answer(succeeded);
    yes(one);
    one.later(50);
    one.answer(awaitsCallback).later(300);
    expect(one.table.order.state).toBe("running");
  });
});
