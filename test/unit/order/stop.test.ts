import { describe, expect, it } from "vitest";
import type { Outcome } from "#shared/action/driver.ts";
import { resume } from "#shared/order/engine/pause.ts";
import { cancel, disown, drop } from "#shared/order/engine/stop.ts";
import {
  awaitsCallback,
  awaitsPerson,
  Desk,
  failed,
  plan,
  silence,
  started,
  step,
  stopped,
  succeeded,
  wants,
} from "#test/support/order-desk.ts";

/** An order is stopped for good: by somebody, because it lost its key, or with its ticket. */

const cancels = (desk: Desk) => desk.does("bob", (frame, deed) => cancel(frame, deed, "enough"));
const drops = (desk: Desk) => desk.does("bob", (frame, deed) => drop(frame, deed, "it went back"));
const under = (outcome: Outcome, canCancel = false) =>
  new Desk(plan([step({ canCancel }), step()])).answer(outcome);

describe("cancel", () => {
  it.each([
    [
      "what can be stopped is stopped",
      started,
      true,
      "cancelling | running pending | calls cancel | wait 60",
    ],
    [
      "what can't is waited for",
      started,
      false,
      "cancelling | running pending | looks in 4 | poll 4",
    ],
    [
      "a callback is waited for",
      awaitsCallback,
      false,
      "cancelling | running pending | awaiting_callback in 600 | wait 600",
    ],
    [
      "a person is asked no more",
      awaitsPerson,
      false,
      "cancelled | cancelled pending | cancelled | done",
    ],
    ["what failed stays failed", failed, false, "cancelled | failed pending | failed NO | done"],
    [
      "what is unknown stays unknown",
      silence,
      false,
      "cancelled | unknown pending | unknown NO_ANSWER | done",
    ],
  ] as const)("%s", (_name, outcome, canCancel, says) => {
    const desk = under(outcome, canCancel);
    expect(cancels(desk)).toBe("done");
    expect(desk.says()).toBe(says);
  });

  it("a call under way is waited for; its operation is stopped then", () => {
    const desk = new Desk(plan([step({ canCancel: true })]));
    cancels(desk);
    expect(desk.says()).toBe("cancelling | running | calls start | wait 60");
    desk.answer(started);
    expect(desk.says()).toBe("cancelling | running | calls cancel | wait 60");
    desk.answer(stopped);
    expect(desk.says()).toBe("cancelled | cancelled | cancelled | done");
  });

  it("the machine does not idle at a deadline that counts no more", () => {
    const desk = new Desk(plan([step({ timeoutSeconds: 3000 })], { timeoutSeconds: 100 }));
    desk.answer(awaitsCallback);
    cancels(desk);
    desk.later(200);
    expect(desk.next()).toBe("wait 2800");
  });

  it("what succeeded nevertheless has succeeded, the order is cancelled all the same", () => {
    const desk = under(started);
    cancels(desk);
    desk.looks.push(succeeded);
    desk.later(4);
    expect(desk.says()).toBe("cancelled | succeeded pending | succeeded | done");
  });

  it("what cannot be stopped and goes on past its time is of unknown end", () => {
    const desk = under(started);
    cancels(desk);
    desk.later(600);
    expect(desk.says()).toBe("cancelled | unknown pending | unknown NOT_STOPPED | wait 60");
  });

  it("an operation that waits for a call of ours gets none", () => {
    const desk = under(wants("one"));
    desk.answer({ kind: "throttled", afterSeconds: 50, message: "later" });
    cancels(desk);
    expect(desk.says()).toBe("cancelled | cancelled pending | cancelled THROTTLED | done");
  });

  it("of several targets each ends as it can", () => {
    const desk = new Desk(plan([step({ targets: 4, concurrency: 3 })]));
    desk.answer(succeeded, 0).answer(awaitsPerson, 1).answer(awaitsCallback, 2);
    cancels(desk);
    desk.answer(failed, 3);
    desk.report(succeeded, 2);
    expect(desk.says()).toBe(
      "cancelled | failed | succeeded, cancelled, succeeded, failed NO | done",
    );
  });

  it("nothing begins any more", () => {
    const desk = new Desk(plan([step({ targets: 3, concurrency: 1 })]));
    cancels(desk);
    desk.answer(succeeded, 0);
    expect(desk.says()).toBe("cancelled | cancelled | succeeded, pending, pending | done");
  });

  it("twice, or after the end: WRONG_STATE", () => {
    const desk = under(started);
    cancels(desk);
    expect(cancels(desk)).toBe("WRONG_STATE");
    desk.later(600);
    expect(cancels(desk)).toBe("WRONG_STATE");
    expect(desk.does("bob", resume)).toBe("WRONG_STATE");
  });
});

describe("an order that holds the key of its plan no longer", () => {
  const loses = (desk: Desk) => desk.does("system", (frame, { now }) => disown(frame, now));

  it("stops what it began, and ends as failed", () => {
    const desk = under(started, true);
    loses(desk);
    expect(desk.says()).toBe("cancelling | running pending | calls cancel | wait 60");
    desk.answer(stopped);
    expect(desk.says()).toBe("failed | cancelled pending | cancelled | done");
  });

  it("being stopped already it goes on being stopped", () => {
    const desk = under(started, true);
    cancels(desk);
    loses(desk);
    desk.answer(stopped);
    expect(desk.table.order.state).toBe("cancelled");
  });
});

describe("dropped with its ticket it ends at once", () => {
  it.each([
    ["a call under way is of unknown end", null, "unknown GIVEN_UP"],
    ["what goes on outside, too", started, "unknown GIVEN_UP"],
    ["a person is asked no more", awaitsPerson, "cancelled"],
    ["what failed stays failed", failed, "failed NO"],
  ])("%s", (_name, outcome, work) => {
    const desk = new Desk(plan([step()], { isTask: true }));
    if (outcome !== null) desk.answer(outcome);
    drops(desk);
    const [state = ""] = work.split(" ");
    expect(desk.says()).toBe(`cancelled | ${state} | ${work} | done`);
    expect(desk.table.nodes.get(1)).toMatchObject({ endedBy: { id: "bob" } });
    expect(drops(desk)).toBe("WRONG_STATE");
  });
});
