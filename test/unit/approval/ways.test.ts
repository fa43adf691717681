import { describe, expect, test } from "vitest";
import { automationMoved } from "#shared/approval/engine/automation.ts";
import { submit } from "#shared/approval/engine/submit.ts";
import { tick } from "#shared/approval/engine/time.ts";
import { minuteMs } from "#shared/core/clock.ts";
import { answer, askedAt, begin, organise, setAmount } from "#test/support/decide.ts";
import { approveNode, automateNode, branchNode, parallelNode } from "#test/support/nodes.ts";
import type { History } from "#test/support/situation.ts";

const straight = { afterReturn: "straight" };
const keep = { ifChanged: "keep" };

function resubmit(history: History): void {
  history.ticket = { ...history.ticket, round: history.ticket.round + 1 };
  history.apply(submit(history.situation("alice")));
}

describe("several ways at once", () => {
  test("a resubmit that comes straight back to two ways waits for both, though one has nobody left", () => {
    const chain = [
      parallelNode(
        "p",
        [approveNode("a", { ...straight, ifNobody: "skip" })],
        [approveNode("b", straight)],
      ),
      approveNode("z"),
    ];
    const history = begin(chain, { "node:a": ["bob"], "node:b": ["carol"], "node:z": ["dave"] });
    answer(history, "carol", "return");
    organise(history, "node:a", []);
    resubmit(history);
    expect(askedAt(history)).toEqual(["b carol"]);
    answer(history, "carol", "approve");
    expect(askedAt(history)).toEqual(["z dave"]);
  });

  test("a way whose step is asked once more for another way's sake still goes on to its end", () => {
    const inner = parallelNode("q", [automateNode("run")], [approveNode("b")]);
    const chain = [parallelNode("p", [approveNode("a", keep)], [inner, approveNode("c", keep)])];
    const history = begin(chain, { "node:a": ["bob"], "node:b": ["carol"], "node:c": ["dave"] });
    answer(history, "carol", "approve");
    setAmount(history, "bob", 5);
    expect(askedAt(history)).toEqual(["b carol", "run nobody"]);
    const end = {
      result: "done" as const,
      event: "automation.done" as const,
      comment: null,
      tell: [],
    };
    const run = history.pending().find(({ kind }) => kind === "automate");
    history.apply(automationMoved(history.situation("system"), { seq: run?.seq ?? 0, ...end }));
    expect(askedAt(history)).toEqual(["b carol", "c dave"]);
    for (const who of ["carol", "bob"]) answer(history, who, "approve");
    expect(history.ticket.state).toBe("in_approval");
    answer(history, "dave", "approve");
    expect(history.ticket.outcome).toBe("approved");
  });

  test("a return does not go through a step again to which somebody else's detour comes back", () => {
    const chain = [
      approveNode("a"),
      approveNode("b"),
      parallelNode("p", [approveNode("c", straight)], [approveNode("d")]),
    ];
    const people = {
      "node:a": ["bob"],
      "node:b": ["bea"],
      "node:c": ["carol"],
      "node:d": ["dave"],
    };
    const history = begin(chain, people);
    for (const who of ["bob", "bea"]) answer(history, who, "approve");
    answer(history, "carol", "return", ["a"]);
    answer(history, "dave", "return", ["b"]);
    for (const who of ["bea", "bob"]) answer(history, who, "approve");
    expect(askedAt(history)).toEqual(["c carol", "d dave"]);
  });
});

describe("branches behind", () => {
  test("a change that would send a way elsewhere that has come to its end begins the chain again", () => {
    const chain = [
      parallelNode("p", [approveNode("a", keep)], [branchNode("x", 50, [], [approveNode("b")])]),
    ];
    const history = begin(chain, { "node:a": ["bob"], "node:b": ["carol"] });
    expect(askedAt(history)).toEqual(["a bob"]);
    setAmount(history, "bob", 5);
    expect(askedAt(history)).toEqual(["a bob", "b carol"]);
  });

  test("a step to which a detour comes back is not asked where its branch leads elsewhere now", () => {
    const low = { fields: { amount: "edit" } };
    const chain = [
      approveNode("a", { ...keep, ...low }),
      branchNode("x", 50, [approveNode("b", straight)], [approveNode("c")]),
    ];
    const history = begin(chain, { "node:a": ["bob"], "node:b": ["bea"], "node:c": ["carol"] });
    answer(history, "bob", "approve");
    answer(history, "bea", "return", ["a"]);
    setAmount(history, "bob", 5);
    answer(history, "bob", "approve");
    expect(askedAt(history)).toEqual(["c carol"]);
  });

  test("a branch on a way that was never taken takes no approval back", () => {
    const inner = branchNode("y", 58, [approveNode("b")]);
    const chain = [
      branchNode("x", 50, [], [inner]),
      approveNode("a", keep),
      approveNode("z", keep),
    ];
    const history = begin(
      chain,
      { "node:a": ["bob"], "node:b": ["bea"], "node:z": ["zoe"] },
      { amount: 60 },
    );
    answer(history, "bob", "approve");
    setAmount(history, "zoe", 55);
    expect(askedAt(history)).toEqual(["z zoe"]);
  });
});

test("what a few said at a step whose time ran out for another way is no passed step", () => {
  const timeLimit = { minutes: 60, onTimeout: "branch", otherwise: [approveNode("b")] };
  const chain = [approveNode("a", { mode: "all", timeLimit })];
  const history = begin(chain, { "node:a": ["bob", "bea"], "node:b": ["carol"] });
  answer(history, "bob", "approve");
  history.now += 60 * minuteMs;
  history.apply(tick(history.situation("system")));
  expect(askedAt(history)).toEqual(["b carol"]);
  expect(() => answer(history, "carol", "return", ["a"])).toThrowError(
    expect.objectContaining({ code: "INVALID_INPUT" }),
  );
});
