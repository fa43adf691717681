import { describe, expect, it } from "vitest";
import { turnBack } from "#shared/order/engine/back.ts";
import { complete, skip } from "#shared/order/engine/mend.ts";
import { cancel } from "#shared/order/engine/stop.ts";
import { undoingOf } from "#test/support/order-fuzz/aim.ts";
import { awaitsCallback, Desk, failed, plan, step, succeeded } from "#test/support/order-desk.ts";

/** The way back: what succeeded by itself is undone, last one first. */

const back = (desk: Desk) =>
  desk.does("bob", (frame, deed) => {
    const undoing = undoingOf(desk.table);
    const change = turnBack(frame, desk.table.nodesBack(undoing), deed, "it did harm");
    desk.table.addBack(undoing);
    return change;
  });
const cancels = (desk: Desk) => desk.does("bob", (frame, deed) => cancel(frame, deed, "enough"));
const undone = (desk: Desk) => [...desk.table.nodes.values()].flatMap(({ undoes }) => undoes ?? []);
const way = (...steps: Parameters<typeof step>[0][]) =>
  new Desk(plan(steps.map((one) => step(one))));
const can = { isReversible: true };

describe("what is undone", () => {
  it("in reverse; what can't be undone, failed or was done by hand stays", () => {
    const desk = way(can, {}, can, { ...can, onFailure: "pause" }, can);
    desk.answer(succeeded).answer(succeeded).answer(succeeded).answer(failed);
    desk.does("bob", (frame, deed) => complete(frame, 4, deed, { reason: "by hand" }));
    desk.answer(succeeded);
    expect(desk.table.order.state).toBe("succeeded");
    back(desk);
    expect(undone(desk)).toEqual([5, 3, 1]);
    expect(desk.says()).toContain(
      "rolling_back | succeeded succeeded succeeded succeeded succeeded running pending",
    );
    desk.answer(succeeded).answer(succeeded).answer(succeeded);
    expect(desk.table.order.state).toBe("rolled_back");
  });

  it("of a node with targets those that were done", () => {
    const desk = way({ ...can, targets: 3, maxErrors: 1 });
    desk.answer(succeeded, 0).answer(failed, 1).answer(succeeded, 2);
    back(desk);
    expect(desk.table.frame().works).toHaveLength(2);
  });
});

describe("when", () => {
  const row = (name: string, end: (desk: Desk) => void) => [name, end] as const;
  it.each([
    row("succeeded", (desk) => void desk.answer(succeeded)),
    row("failed", (desk) => void desk.answer(failed)),
    row("cancelled", (desk) => {
      cancels(desk);
      desk.answer(failed);
    }),
    row("timed_out", (desk) => void desk.later(100_000).answer(failed)),
  ])("%s", (state, end) => {
    const desk = way(can, { onFailure: "abort" });
    desk.answer(succeeded);
    if (state === "timed_out") desk.answer(awaitsCallback).later(600);
    else end(desk);
    if (state !== "timed_out") expect(desk.table.order.state).toBe(state);
    expect(back(desk)).toBe("done");
    expect(desk.table.order.state).toBe("rolling_back");
  });

  it.each([
    ["it runs", way(can)],
    ["nothing can be undone", way({}).answer(succeeded)],
    ["it rests", way(can, {}).answer(succeeded).answer(failed)],
  ])("not when %s: WRONG_STATE", (_name, desk) => {
    expect(back(desk)).toBe("WRONG_STATE");
  });

  it("once", () => {
    const desk = way(can).answer(succeeded);
    back(desk);
    desk.answer(succeeded);
    expect(back(desk)).toBe("WRONG_STATE");
  });
});

describe("on the way back", () => {
  const onTheWay = () => {
    const desk = way(can, { ...can, onFailure: "continue", isCritical: false });
    desk.answer(succeeded).answer(succeeded);
    back(desk);
    return desk;
  };

  it("it has its time again, all of it, however long it had ended before", () => {
    const desk = way(can).answer(succeeded);
    desk.later(500_000);
    back(desk);
    expect(desk.in(desk.table.order.deadlineAt)).toBe(" in 100000");
  });

  it("a failure rests, whatever the step says; left out, the way back has failed", () => {
    const desk = onTheWay();
    desk.answer(failed);
    expect(desk.table.order.state).toBe("paused");
    desk.does("bob", (frame, deed) => skip(frame, 3, deed, "it is gone"));
    expect(desk.table.order.state).toBe("rolling_back");
    desk.answer(succeeded);
    expect(desk.table.order.state).toBe("rollback_failed");
  });

  it("cancelled, the way back has failed", () => {
    const desk = onTheWay();
    cancels(desk);
    expect(desk.table.order.state).toBe("cancelling");
    desk.answer(succeeded);
    expect(desk.table.order.state).toBe("rollback_failed");
  });

  it("nobody is asked, and batches need no word", () => {
    const desk = way({ ...can, preConfirm: true, confirmBatches: true, batchSize: 1, targets: 2 });
    desk.does("bob", (frame, deed) => cancel(frame, deed, "enough"));
    expect(back(desk)).toBe("WRONG_STATE");
  });
});
