import { describe, expect, it } from "vitest";
import { directiveOf } from "#shared/order/engine/directive.ts";
import { eventsPerCommit, mostMachineEvents } from "#shared/order/engine/limits.ts";
import { attachAlert, judgeIneffective, review } from "#shared/order/engine/review.ts";
import { settle } from "#shared/order/engine/settle.ts";
import { Desk, failed, plan, started, step, succeeded } from "#test/support/order-desk.ts";

/** What the machine does next, what wakes it, what it must not hear; what is said of an order after its end. */

function reviewBy(dueAt: string) {
  const open = { doneBy: null, doneAt: null, isJustified: null, comment: null, remindedAt: null };
  return { by: [], dueAt, ...open };
}

describe("a machine's history is bounded", () => {
  it("each commit counts as many events as may lie before the next one", () => {
    const desk = new Desk(plan([step()]));
    // Made, and claimed.
    expect(desk.table.order.machineEvents).toBe(2 * eventsPerCommit);
  });

  it("full, another machine goes on; done is done", () => {
    const desk = new Desk(plan([step()]));
    const full = { ...desk.table.order, machineEvents: mostMachineEvents };
    expect(directiveOf({ ...desk.table.frame(), order: full }, desk.now)).toEqual({
      kind: "continue",
    });
    desk.answer(succeeded);
    expect(desk.next()).toBe("done");
  });
});

describe("what an earlier turn was asked is not heard", () => {
  const frameOf = (desk: Desk) => desk.table.frame();
  const result = (desk: Desk, turn: number, seq = 1) =>
    settle(frameOf(desk), [{ seq, index: 0, turn, outcome: succeeded }], desk.now);

  it("an answer whose lease ran out", () => {
    const desk = new Desk(plan([step({ isIdempotent: true })]));
    const { turn = 0 } = frameOf(desk).works[0] ?? {};
    desk.later(70);
    expect(desk.says()).toBe("running | running | calls start | wait 60");
    expect(result(desk, turn)).toBeNull();
  });

  it("the same answer twice, in one go or one after the other", () => {
    const desk = new Desk(plan([step({ targets: 2 })]));
    const { turn = 0 } = frameOf(desk).works[0] ?? {};
    const twice = [succeeded, failed].map((outcome) => ({ seq: 1, index: 0, turn, outcome }));
    const change = settle(frameOf(desk), twice, desk.now);
    expect(change?.works.map(({ state }) => state)).toEqual(["succeeded"]);
    desk.answer(succeeded, 0);
    expect(result(desk, turn)).toBeNull();
  });

  it("an answer of another node, though the numbers are the same", () => {
    const desk = new Desk(plan([step(), step()]));
    const { turn = 0 } = frameOf(desk).works[0] ?? {};
    desk.answer(succeeded);
    expect(frameOf(desk).works[0]?.turn).toBe(turn);
    expect(result(desk, turn, 1)).toBeNull();
    expect(result(desk, turn, 2)).not.toBeNull();
  });
});

describe("looks", () => {
  it("moments are slept without a bell, longer whiles with one", () => {
    const desk = new Desk(plan([step()]));
    desk.answer(started);
    expect(desk.next()).toBe("poll 4");
    desk.later(4);
    expect(desk.next()).toBe("poll 10");
    desk.later(10 + 10 + 20);
    expect(desk.next()).toBe("wait 20");
  });

  it("of all that are due, a machine that slept too long does them at once", () => {
    const desk = new Desk(plan([step({ targets: 3 })]));
    for (const index of [0, 1, 2]) desk.answer(started, index);
    desk.asleep(300);
    expect(desk.next()).toBe("look");
    desk.run();
    expect(desk.says()).toContain("looks in 10, looks in 10, looks in 10");
  });
});

describe("after the end", () => {
  const watched = () => new Desk(plan([step()], { watchSeconds: 300 })).answer(succeeded);

  it("it was effective when the alert stayed away", () => {
    const desk = watched();
    expect(desk.next()).toBe("wait 300");
    desk.later(300);
    expect(desk.table.order.watch?.verdict).toBe("effective");
    expect(desk.next()).toBe("done");
  });

  it("it was not when the alert came back in time; later that is another story", () => {
    const desk = watched();
    desk.does("system", (frame, { now }) => judgeIneffective(frame, now));
    expect(desk.table.order.watch?.verdict).toBe("ineffective");
    expect(desk.next()).toBe("done");
    expect(judgeIneffective(desk.table.frame(), desk.now)).toBeNull();
  });

  it("a run that failed is not watched", () => {
    const desk = new Desk(plan([step({ onFailure: "abort" })], { watchSeconds: 300 })).answer(
      failed,
    );
    expect(desk.table.order.watch).toBeNull();
  });

  it("one more alert is noted, whatever the order does", () => {
    const desk = new Desk(plan([step()]));
    const before = desk.says();
    desk.does("system", (frame, { now }) => attachAlert(frame, now, "alert-1"));
    expect(desk.says()).toBe(before);
    expect(desk.events).toContain("order.alertAttached");
  });

  it("a start behind broken glass is reviewed once", () => {
    const desk = new Desk(plan([step()]));
    const reviews = () =>
      desk.does("bob", (frame, deed) => review(frame, deed, { isJustified: true, comment: "yes" }));
    expect(reviews()).toBe("WRONG_STATE");
    desk.table.order = { ...desk.table.order, review: reviewBy(desk.now) };
    expect(reviews()).toBe("done");
    expect(desk.table.order.review).toMatchObject({ doneBy: { id: "bob" }, isJustified: true });
    expect(reviews()).toBe("WRONG_STATE");
  });

  it("a review that is late is asked for once more, after the end too, and only once", () => {
    const desk = new Desk(plan([step({ onFailure: "abort" })]));
    const dueAt = new Date(Date.parse(desk.now) + 600_000).toISOString();
    desk.table.order = { ...desk.table.order, review: reviewBy(dueAt) };
    desk.answer(failed);
    expect(desk.says()).toBe("failed | failed | failed NO | wait 600");
    desk.later(600);
    expect(desk.says()).toBe("failed | failed | failed NO | done");
    expect(desk.events.filter((type) => type === "order.reviewOverdue")).toHaveLength(1);
  });
});
