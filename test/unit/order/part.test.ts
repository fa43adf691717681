import { describe, expect, it } from "vitest";
import { confirm } from "#shared/order/engine/confirm.ts";
import { force } from "#shared/order/engine/force.ts";
import { cancel } from "#shared/order/engine/stop.ts";
import type { Part } from "#test/support/order-model/plan.ts";
import {
  Desk,
  failed,
  part,
  plan,
  started,
  step,
  stopped,
  succeeded,
} from "#test/support/order-desk.ts";

/** Parts of a disaster recovery: graceful, or forced, which is a way without return. */

const yes = (desk: Desk) =>
  desk.does("bob", (frame, deed) => confirm(frame, deed, desk.table.outlook(frame.order.at)));
const forces = (desk: Desk, seq: number) =>
  desk.does("carol", (frame, deed) => {
    const group = desk.table.nodes.get(seq);
    if (group === undefined) throw new Error("no node");
    return force(frame, group, deed, "no time");
  });
const care = () => step({ gracefulOnly: true });
const begun = (given: Partial<Part> = {}) => {
  const desk = new Desk(plan([part([care(), step(), care()], given), part([step()])]));
  yes(desk);
  return desk;
};

describe("steps of care", () => {
  it("are taken in a graceful part", () => {
    expect(begun().says()).toContain("running | running running pending pending");
  });

  it("are left out in a forced one, whichever way the machine comes to them", () => {
    const desk = begun({ isForced: true });
    expect(desk.says()).toContain("running | running skipped running pending");
    desk.answer(succeeded);
    expect(desk.says()).toContain("waiting_confirm | succeeded skipped succeeded skipped");
    expect(desk.table.nodes.get(2)).toMatchObject({ reason: "forced" });
  });

  it("forced on the way, the next ones are left out, and that is no failure", () => {
    const desk = begun();
    desk.answer(succeeded);
    expect(forces(desk, 1)).toBe("done");
    desk.answer(succeeded);
    yes(desk);
    desk.answer(succeeded);
    expect(desk.says()).toContain("succeeded | succeeded succeeded succeeded skipped");
  });

  it("one of care that is asked about is left out when the part is forced meanwhile", () => {
    const desk = new Desk(plan([part([step({ gracefulOnly: true, preConfirm: true }), step()])]));
    yes(desk);
    expect(desk.table.order.state).toBe("waiting_confirm");
    forces(desk, 1);
    yes(desk);
    expect(desk.says()).toContain("running | running skipped running");
  });
});

describe("force", () => {
  it("ahead of its turn", () => {
    const desk = begun();
    expect(forces(desk, 5)).toBe("done");
    expect(desk.table.nodes.get(5)?.isForced).toBe(true);
  });

  it.each([
    ["twice", (desk: Desk) => forces(desk, 5)],
    [
      "when it is over",
      (desk: Desk) => void desk.answer(succeeded).answer(succeeded).answer(succeeded),
    ],
    [
      "when the order is being stopped",
      (desk: Desk): void => {
        desk.answer(started);
        desk.does("bob", (frame, deed) => cancel(frame, deed, "enough"));
      },
    ],
  ])("%s: WRONG_STATE", (name, before) => {
    const desk = begun();
    before(desk);
    expect(forces(desk, name === "twice" ? 5 : 1)).toBe("WRONG_STATE");
  });
});

describe("the end of a part", () => {
  it("with its last step, whatever came of that", () => {
    const desk = new Desk(plan([part([step({ onFailure: "continue" })]), part([step()])]));
    yes(desk);
    desk.answer(failed);
    expect(desk.says()).toContain("waiting_confirm | succeeded failed waiting_confirm");
  });

  it.each([
    [
      "a step that ends the order",
      { onFailure: "abort" } as const,
      (desk: Desk) => {
        desk.answer(failed);
      },
      "failed",
    ],
    [
      "a cancel",
      { canCancel: true },
      (desk: Desk): void => {
        desk.answer(started);
        desk.does("bob", (frame, deed) => cancel(frame, deed, "enough"));
        desk.answer(stopped);
      },
      "cancelled",
    ],
  ])("with %s", (_name, given, end, state) => {
    const desk = new Desk(plan([part([step(given)])]));
    yes(desk);
    end(desk);
    expect(desk.says()).toContain(`${state} | ${state} ${state}`);
    expect(desk.events).toContain("group.ended");
  });
});
