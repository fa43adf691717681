import { describe, expect, test } from "vitest";
import type { ChainNode } from "#shared/approval/chain.ts";
import { automationMoved } from "#shared/approval/engine/automation.ts";
import { decide } from "#shared/approval/engine/decide.ts";
import { withdraw } from "#shared/approval/engine/end.ts";
import { submit } from "#shared/approval/engine/submit.ts";
import { tick } from "#shared/approval/engine/time.ts";
import { minuteMs } from "#shared/core/clock.ts";
import { approveNode as approve } from "#test/support/nodes.ts";
import { History } from "#test/support/situation.ts";

const name = { en: "Step", "zh-CN": "步骤" };

function begin(chain: ChainNode[], people: Record<string, string[]>): History {
  const history = new History(chain, people);
  history.apply(submit(history.situation("alice")));
  return history;
}

function answer(
  history: History,
  who: string,
  action: "approve" | "return" | "veto" | "confirm",
): void {
  const task = history.pending().find((one) => one.assignee?.id === who);
  if (task === undefined) throw new Error(`${who} is not asked`);
  const decision = { action, comment: null, actedBy: { id: who, name: who }, delegationId: null };
  history.apply(decide(history.situation(who), { seq: task.seq, ...decision }));
}

describe("modes", () => {
  test("any: the first approval passes the step and frees the others", () => {
    const history = begin([approve("a")], { "node:a": ["bob", "carol"] });
    answer(history, "carol", "approve");
    expect(history.ticket).toMatchObject({ state: "completed", outcome: "approved" });
    expect(history.all().map((task) => [task.state, task.voidReason])).toEqual([
      ["void", "sibling_decided"],
      ["approved", null],
    ]);
  });

  test("all: the step waits for everybody", () => {
    const history = begin([approve("a", { mode: "all" })], { "node:a": ["bob", "carol"] });
    answer(history, "bob", "approve");
    expect(history.ticket.state).toBe("in_approval");
    expect(history.ticket.waiting?.people).toEqual([{ id: "carol", name: "carol" }]);
    answer(history, "carol", "approve");
    expect(history.ticket.outcome).toBe("approved");
  });

  test("sequence: one after the other, in the order named", () => {
    const history = begin([approve("a", { mode: "sequence" })], {
      "node:a": ["bob", "carol", "dave"],
    });
    for (const who of ["bob", "carol", "dave"]) {
      expect(history.pending().map((task) => task.assignee?.id)).toEqual([who]);
      answer(history, who, "approve");
    }
    expect(history.ticket.outcome).toBe("approved");
  });

  test.each(["any", "all", "sequence"] as const)(
    "%s: one veto ends the ticket and asks nobody else",
    (mode) => {
      const history = begin([approve("a", { mode }), approve("b")], {
        "node:a": ["bob", "carol"],
        "node:b": ["dave"],
      });
      answer(history, "bob", "veto");
      expect(history.ticket).toMatchObject({
        state: "completed",
        outcome: "vetoed",
        waiting: null,
      });
      expect(history.pending()).toEqual([]);
    },
  );
});

describe("return and resubmit", () => {
  test("a return frees everybody; the next round asks from the start", () => {
    const history = begin([approve("a"), approve("b", { mode: "all" })], {
      "node:a": ["bob"],
      "node:b": ["carol", "dave"],
    });
    answer(history, "bob", "approve");
    answer(history, "dave", "return");
    expect(history.ticket).toMatchObject({ state: "returned", returns: 1, places: [] });
    expect(history.pending()).toEqual([]);
    history.ticket = { ...history.ticket, round: 2 };
    history.apply(submit(history.situation("alice")));
    expect(history.pending().map((task) => [task.assignee?.id, task.round])).toEqual([["bob", 2]]);
  });

  test("withdraw: not after somebody approved, where the template says so", () => {
    const history = begin([approve("a"), approve("b")], { "node:a": ["bob"], "node:b": ["carol"] });
    history.document = { ...history.document, withdraw: "before-decision" };
    answer(history, "bob", "approve");
    expect(() => withdraw(history.situation("alice"), null)).toThrowError(/not possible/);
  });
});

describe("time", () => {
  const limit = { minutes: 60, remindAt: 0.5, onTimeout: "escalate" as const };

  test("reminds once at its share of the time, then passes the task one level up", () => {
    const history = begin([approve("a", { timeLimit: limit })], {
      "node:a": ["bob"],
      "above:bob": ["zoe"],
    });
    expect(tick(history.situation("system"))).toBeNull();
    history.now += 30 * minuteMs;
    history.apply(tick(history.situation("system")));
    expect(history.events.at(-1)?.type).toBe("task.reminded");
    expect(tick(history.situation("system"))).toBeNull();
    history.now += 30 * minuteMs;
    history.apply(tick(history.situation("system")));
    expect(history.pending().map((task) => task.assignee?.id)).toEqual(["zoe"]);
    expect(history.all()[0]).toMatchObject({ state: "void", voidReason: "timed_out" });
    answer(history, "zoe", "approve");
    expect(history.ticket.outcome).toBe("approved");
  });

  test("a decision at the last moment wins over the time-out that comes after it", () => {
    const history = begin([approve("a", { timeLimit: limit })], {
      "node:a": ["bob"],
      "above:bob": ["zoe"],
    });
    history.now += 60 * minuteMs;
    answer(history, "bob", "approve");
    expect(tick(history.situation("system"))).toBeNull();
    expect(history.ticket.outcome).toBe("approved");
  });

  test("where nobody stands above, the same person keeps the task without a further time-out", () => {
    const history = begin([approve("a", { timeLimit: limit })], {
      "node:a": ["bob"],
      "above:bob": [],
    });
    history.now += 61 * minuteMs;
    history.apply(tick(history.situation("system")));
    expect(history.pending().map((task) => task.assignee?.id)).toEqual(["bob"]);
    expect(history.ticket.wakeAt).toBeNull();
  });

  test.each([
    ["approve", "approved"],
    ["refuse", "expired"],
  ] as const)("time-out %s ends as %s", (onTimeout, outcome) => {
    const timeLimit = { minutes: 60, onTimeout };
    const history = begin([approve("a", { timeLimit, mode: "all" })], {
      "node:a": ["bob", "carol"],
    });
    history.now += 60 * minuteMs;
    history.apply(tick(history.situation("system")));
    expect(history.ticket).toMatchObject({ state: "completed", outcome });
  });
});

describe("laws", () => {
  test("nobody decides on their own request", () => {
    const history = begin([approve("a")], { "node:a": ["bob"] });
    const own = { seq: 1, action: "approve" as const, comment: null, delegationId: null };
    const actedBy = { id: "alice", name: "Alice" };
    expect(() => decide(history.situation("alice"), { ...own, actedBy })).toThrowError(
      /own request/,
    );
  });

  test("a decided task cannot be decided again, and the loser learns by whom", () => {
    const history = begin([approve("a")], { "node:a": ["bob", "carol"] });
    answer(history, "carol", "approve");
    const late = { seq: 1, action: "veto" as const, comment: "no", delegationId: null };
    const actedBy = { id: "bob", name: "bob" };
    expect(() => decide(history.situation("bob"), { ...late, actedBy })).toThrowError(
      expect.objectContaining({ code: "TASK_ALREADY_DECIDED" }),
    );
  });

  test("a failed automation keeps the ticket open and waits for an operator", () => {
    const automate = {
      kind: "automate" as const,
      id: "run",
      name,
      action: "http.request",
      parameters: {},
    };
    const history = begin([automate], {});
    expect(history.ticket).toMatchObject({ phase: "executing", waiting: { for: "automation" } });
    const end = { seq: 1, comment: "boom", tell: [] };
    history.apply(
      automationMoved(history.situation("system"), {
        ...end,
        result: "failed",
        event: "automation.failed",
      }),
    );
    expect(history.ticket).toMatchObject({ state: "in_approval", waiting: { for: "operator" } });
    history.apply(
      automationMoved(history.situation("dave"), {
        ...end,
        result: "done",
        event: "automation.completedByHand",
      }),
    );
    expect(history.ticket).toMatchObject({ state: "completed", outcome: "approved" });
  });
});
