import { describe, expect, test } from "vitest";
import { tick } from "#shared/approval/engine/time.ts";
import { minuteMs } from "#shared/core/clock.ts";
import { answer, askedAt, begin } from "#test/support/decide.ts";
import { approveNode, parallelNode } from "#test/support/nodes.ts";
import type { History } from "#test/support/situation.ts";

function pass(history: History, minutes: number): void {
  history.now += minutes * minuteMs;
  history.apply(tick(history.situation("system")));
}

const limit = (minutes: number, onTimeout: string, more: object = {}) => ({
  timeLimit: { minutes, onTimeout, ...more },
});

describe.each(["one way round", "the other way round"])("steps late at one look, %s", (round) => {
  const inOrder = <Way>(a: Way, b: Way): [Way, Way] =>
    round === "one way round" ? [a, b] : [b, a];

  test.each([60, 61])(
    "a yes at a step that is left unanswered (its limit: %i minutes) spares nobody at what begins for the other",
    (minutes) => {
      const c = approveNode("c", { ifApprovedBefore: "skip" });
      const a = approveNode("a", limit(60, "branch", { otherwise: [c] }));
      const d = approveNode("d");
      const b = approveNode("b", {
        mode: "all",
        ...limit(minutes, "branch", { otherwise: [d] }),
      });
      const history = begin([parallelNode("p", ...inOrder([a], [b]))], {
        "node:a": ["bob"],
        "node:b": ["erin", "bea"],
        "node:c": ["dave", "erin"],
        "node:d": ["dan"],
      });
      answer(history, "erin", "approve");
      pass(history, 61);
      expect(askedAt(history)).toEqual(["c dave", "c erin", "d dan"]);
    },
  );

  test("a step that refuses when its time is up ends the ticket as expired, whatever else is late", () => {
    const votes = { mode: "votes", votes: { atLeast: 2 }, ifVeto: "count" };
    const a = approveNode("a", { ...votes, ...limit(60, "escalate") });
    const b = approveNode("b", limit(60, "refuse"));
    const history = begin([parallelNode("p", ...inOrder([a], [b]))], {
      "node:a": ["bob", "carol", "dan"],
      "node:b": ["erin"],
      "above:bob": ["carol"],
      "above:carol": [],
    });
    answer(history, "dan", "veto");
    pass(history, 60);
    expect(history.ticket.outcome).toBe("expired");
  });

  test("nobody is asked anew on a ticket that passing on, at the same moment, leaves without enough voices", () => {
    const votes = { mode: "votes", votes: { atLeast: 2 }, ifVeto: "count" };
    const a = approveNode("a", { ...votes, ...limit(60, "escalate") });
    const b = approveNode("b", limit(60, "approve"));
    const history = begin([parallelNode("p", ...inOrder([a], [b, approveNode("c")]))], {
      "node:a": ["bob", "carol", "dan"],
      "node:b": ["erin"],
      "node:c": ["frank"],
      "above:bob": ["carol"],
      "above:carol": [],
    });
    answer(history, "dan", "veto");
    pass(history, 60);
    expect(history.ticket.outcome).toBe("vetoed");
    expect(history.all().some(({ nodeId }) => nodeId === "c")).toBe(false);
  });

  test("nobody is reminded of a step on a ticket that has just expired", () => {
    const a = approveNode("a", limit(120, "escalate", { remindAt: 0.5 }));
    const b = approveNode("b", limit(60, "refuse"));
    const people = { "node:a": ["bob"], "node:b": ["erin"] };
    const history = begin([parallelNode("p", ...inOrder([a], [b]))], people);
    pass(history, 60);
    expect(history.ticket.outcome).toBe("expired");
    expect(history.events.some(({ type }) => type === "task.reminded")).toBe(false);
  });
});
