import { describe, expect, it } from "vitest";
import { approve, fill, reject } from "#shared/order/engine/gate.ts";
import { cancel } from "#shared/order/engine/stop.ts";
import { Desk, plan, step } from "#test/support/order-desk.ts";
import { decisionSeconds, type Plan } from "#test/support/order-model/plan.ts";

/** What stands between an order's creation and its start. */

const gates = { isComplete: true, decisionSeconds };
const desk = (given: Partial<Plan>) => new Desk(plan([step()], given));
const yes = (one: Desk, by: string) => one.does(by, (frame, deed) => approve(frame, deed, gates));
const fills = (one: Desk) => one.does("bob", (frame, deed) => fill(frame, [], deed, gates));

describe("the first gate that is shut is where an order waits", () => {
  const row = (given: Partial<Plan>, says: string) => [given, says] as const;
  it.each([
    row({}, "running | running | calls start | wait 60"),
    row({ isComplete: false, approvals: 1 }, "waiting_params | pending |  | wait 3600"),
    row({ approvals: 1, startsInSeconds: 90 }, "pending_approval | pending |  | wait 3600"),
    row({ startsInSeconds: 90 }, "scheduled | pending |  | wait 90"),
  ])("%j: %s", (given, says) => {
    expect(desk(given).says()).toBe(says);
  });

  it("each opens the next: values, two approvals, its hour, the start", () => {
    const one = desk({ isComplete: false, approvals: 2, startsInSeconds: 5000 });
    expect(fills(one)).toBe("done");
    expect(one.table.order.state).toBe("pending_approval");
    yes(one, "bob");
    expect(one.table.order.state).toBe("pending_approval");
    yes(one, "carol");
    expect(one.says()).toBe("scheduled | pending |  | wait 5000");
    one.later(5000);
    expect(one.says()).toBe("running | running | calls start | wait 60");
    expect(one.events).toEqual([
      "order.created",
      "order.filled",
      "order.approved",
      "order.approved",
      "order.started",
      "node.started",
    ]);
  });

  it("who approves is asked when it comes to that, and told once", () => {
    const asked = ({ last }: Desk) => last?.events.flatMap(({ tell }) => tell?.kind ?? []);
    const one = desk({ isComplete: false, approvals: 2 });
    expect(asked(one)).toEqual([]);
    fills(one);
    expect(asked(one)).toEqual(["order.approvalAsked"]);
    yes(one, "bob");
    expect(asked(one)).toEqual([]);
  });

  it("approved after its hour it starts at once", () => {
    const one = desk({ approvals: 1, startsInSeconds: 90 });
    one.later(100);
    yes(one, "bob");
    expect(one.says()).toBe("running | running | calls start | wait 60");
  });
});

describe("people decide in time, or it expires", () => {
  it.each([
    ["values", { isComplete: false }],
    ["approval", { approvals: 1 }],
  ])("%s", (_name, given) => {
    const one = desk(given);
    one.later(3599);
    expect(one.table.order.state).not.toBe("expired");
    one.later(1);
    expect(one.says()).toBe("expired | pending |  | done");
  });

  it("the second approval is waited for no longer than the first", () => {
    const one = desk({ approvals: 2 });
    one.later(1000);
    yes(one, "bob");
    expect(one.next()).toBe("wait 2600");
  });
});

describe("refusals", () => {
  it.each([
    ["alice", "OWN_REQUEST"],
    ["bob", "TASK_ALREADY_DECIDED"],
    ["carol", "done"],
  ])("a second approval by %s: %s", (by, answer) => {
    const one = desk({ approvals: 3 });
    yes(one, "bob");
    expect(yes(one, by)).toBe(answer);
  });

  it.each([
    ["approve", yes],
    ["fill", fills],
    ["reject", (one: Desk) => one.does("bob", (frame, deed) => reject(frame, deed, "no"))],
  ] as const)("%s what runs: WRONG_STATE", (_name, deed) => {
    expect(deed(desk({}), "bob")).toBe("WRONG_STATE");
  });

  it("rejected it has ended, and nothing was run", () => {
    const one = desk({ approvals: 1 });
    one.does("bob", (frame, deed) => reject(frame, deed, "not now"));
    expect(one.says()).toBe("rejected | pending |  | done");
    expect(one.events.slice(1)).toEqual(["order.rejected", "order.ended"]);
  });

  it.each([{ isComplete: false }, { approvals: 1 }, { startsInSeconds: 90 }])(
    "cancelled before its start (%j)",
    (given) => {
      const one = desk(given);
      one.does("bob", (frame, deed) => cancel(frame, deed, "not needed"));
      expect(one.says()).toBe("cancelled | pending |  | done");
    },
  );
});
