import { describe, expect, it } from "vitest";
import { confirm, decline } from "#shared/order/engine/confirm.ts";
import { pause, resume } from "#shared/order/engine/pause.ts";
import { cancel } from "#shared/order/engine/stop.ts";
import { Desk, part, plan, step, succeeded } from "#test/support/order-desk.ts";
import type { Strategy } from "#shared/plan/schema.ts";

/** People are asked before a node, or the next batch of one, begins. */

const goes = "running | running | calls start | wait 60";
const asks = "waiting_confirm | waiting_confirm |  | done";
const rests = "paused | pending |  | done";

const asking = (given: Partial<Strategy> = {}) =>
  new Desk(plan([step({ preConfirm: true, ...given })]));
const yes = (desk: Desk, value?: string) =>
  desk.does("bob", (frame, deed) =>
    confirm(frame, deed, desk.table.outlook(frame.order.at, value)),
  );
const no = (desk: Desk) => desk.does("bob", (frame, deed) => decline(frame, deed, "not now"));
const resumes = (desk: Desk) => desk.does("bob", resume);
const pauses = (desk: Desk) => desk.does("bob", (frame, deed) => pause(frame, deed, null));

describe("before a node", () => {
  it("it waits for a word, and its machine for nothing", () => {
    expect(asking().says()).toBe(asks);
  });

  it("confirmed it begins; who saw what is on record", () => {
    const desk = asking();
    yes(desk);
    expect(desk.says()).toBe(goes);
    expect(desk.table.nodes.get(1)).toMatchObject({
      confirmedBy: { id: "bob" },
      confirmHash: desk.table.outlook(1)?.hash,
    });
  });

  it("declined the order rests, and asks again when it is resumed", () => {
    const desk = asking();
    no(desk);
    expect(desk.says()).toBe(rests);
    resumes(desk);
    expect(desk.says()).toBe(asks);
  });

  it("a value it lacks is asked for, and given for this run", () => {
    const desk = new Desk(plan([step({ lacks: true })]));
    expect(desk.says()).toBe("waiting_confirm | waiting_params |  | done");
    yes(desk, "x");
    expect(desk.says()).toBe(goes);
    expect(desk.table.nodes.get(1)?.parameters).toEqual({ value: "x" });
  });

  it("nobody adds a value to the task of a ticket: it failed", () => {
    const desk = new Desk(plan([step({ lacks: true })], { isTask: true }));
    expect(desk.says()).toBe("paused | failed |  | done");
  });

  it.each([
    ["confirm", yes],
    ["decline", no],
  ])("%s where nobody asks: WRONG_STATE", (_name, deed) => {
    expect(deed(new Desk(plan([step()])))).toBe("WRONG_STATE");
  });
});

describe("what was confirmed is what runs", () => {
  const drift = (desk: Desk, part: { version?: number; targets?: number; isFaulty?: boolean }) =>
    desk.table.drift.set(1, { version: 0, targets: 0, isFaulty: false, ...part });

  it.each([
    ["its targets have changed", { targets: 1 }, asks],
    ["its action has changed", { version: 1 }, asks],
    ["nothing has changed", {}, goes.replace("calls start", "calls start, calls start")],
  ])("confirmed, paused, resumed when %s", (_name, change, says) => {
    const desk = new Desk(plan([step({ preConfirm: true, targets: 2 })]));
    const given = desk.table.outlook(1);
    desk.tells("bob", (frame, deed) => confirm(frame, deed, given));
    desk.tells("carol", (frame, deed) => pause(frame, deed, null));
    expect(desk.says()).toBe(rests);
    drift(desk, change);
    resumes(desk);
    expect(desk.says()).toBe(says);
  });

  it("what keeps it from running is a failure, not a question", () => {
    const desk = asking();
    drift(desk, { isFaulty: true });
    yes(desk);
    expect(desk.says()).toBe("paused | failed |  | done");
  });
});

describe("nobody answers in time", () => {
  it.each([
    ["pause", rests],
    ["abort", "failed | not_run |  | done"],
    ["proceed", goes],
  ] as const)("%s", (ifUnconfirmed, says) => {
    const desk = asking({ confirmTimeoutSeconds: 60, ifUnconfirmed });
    expect(desk.next()).toBe("wait 60");
    desk.later(60);
    expect(desk.says()).toBe(says);
  });

  it("it goes on without anybody's name", () => {
    const desk = asking({ confirmTimeoutSeconds: 60, ifUnconfirmed: "proceed" });
    desk.later(60);
    expect(desk.table.nodes.get(1)).toMatchObject({ confirmedBy: null, confirmedAt: desk.now });
  });

  it("a minute early she is in time", () => {
    const desk = asking({ confirmTimeoutSeconds: 120, ifUnconfirmed: "abort" });
    desk.later(119);
    expect(yes(desk)).toBe("done");
    expect(desk.says()).toBe(goes);
  });
});

describe("before the next batch", () => {
  const batches = (given: Partial<Strategy> = {}) => {
    const desk = new Desk(
      plan([step({ targets: 4, batchSize: 2, confirmBatches: true, ...given })]),
    );
    return desk.answer(succeeded, 0).answer(succeeded, 1);
  };
  const waits = "waiting_confirm | waiting_confirm | succeeded, succeeded, pending, pending | done";

  it("each waits for a word of its own", () => {
    const desk = batches();
    expect(desk.says()).toBe(waits);
    yes(desk);
    expect(desk.says()).toContain("succeeded, succeeded, calls start, calls start");
  });

  it.each([
    ["declined", {}, no],
    ["nobody came", { confirmTimeoutSeconds: 60 }, (desk: Desk) => desk.later(60)],
  ])("%s: it rests, and resumed it asks again", (_name, given, deed) => {
    const desk = batches(given);
    deed(desk);
    expect(desk.table.order.state).toBe("paused");
    resumes(desk);
    expect(desk.table.order.state).toBe("waiting_confirm");
  });

  it("who paused meanwhile is heard: it rests first, then asks", () => {
    const desk = new Desk(plan([step({ targets: 2, batchSize: 1, confirmBatches: true })]));
    pauses(desk);
    desk.answer(succeeded, 0);
    expect(desk.says()).toBe("paused | running | succeeded, pending | done");
    resumes(desk);
    expect(desk.says()).toBe("waiting_confirm | waiting_confirm | succeeded, pending | done");
  });

  it("cancelled it ends as it is", () => {
    const desk = batches();
    desk.does("bob", (frame, deed) => cancel(frame, deed, "enough"));
    expect(desk.says()).toBe(
      "cancelled | cancelled | succeeded, succeeded, pending, pending | done",
    );
  });
});

describe("before a part", () => {
  it("is asked, and its steps are not asked for again", () => {
    const desk = new Desk(plan([part([step()])]));
    expect(desk.says()).toBe("waiting_confirm | waiting_confirm pending |  | done");
    yes(desk);
    expect(desk.says()).toBe("running | running running | calls start | wait 60");
  });

  it("cancelled there, it was not run", () => {
    const desk = new Desk(plan([part([step()])]));
    desk.does("bob", (frame, deed) => cancel(frame, deed, "not needed"));
    expect(desk.says()).toBe("cancelled | not_run pending |  | done");
  });
});
