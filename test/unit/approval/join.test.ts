import { expect, test } from "vitest";
import { addApprovers, removeApprover } from "#shared/approval/engine/add.ts";
import { tick } from "#shared/approval/engine/time.ts";
import { minuteMs } from "#shared/core/clock.ts";
import { askedAt, begin, taskOf } from "#test/support/decide.ts";
import { approveNode } from "#test/support/nodes.ts";
import type { History } from "#test/support/situation.ts";

const by = { actedBy: { id: "bob", name: "bob" }, delegationId: null, comment: null };

function add(history: History, ids: string[]): void {
  const { seq } = taskOf(history, "bob");
  const people = ids.map((id) => ({ id, name: id }));
  const given = { seq, people, place: "parallel" as const, by };
  history.apply(addApprovers(history.situation("bob"), given));
}

test("nobody is added twice at once", () => {
  const history = begin([approveNode("a")], { "node:a": ["bob"] });
  expect(() => add(history, ["carol", "carol"])).toThrowError(
    expect.objectContaining({ code: "ALREADY_ASKED" }),
  );
});

test("the last who is left to answer is not removed: that would refuse the ticket without a veto", () => {
  const timeLimit = { minutes: 60, onTimeout: "escalate" };
  const chain = [approveNode("a", { timeLimit })];
  const history = begin(chain, { "node:a": ["bob"], "above:bob": ["carol"] });
  history.now += 30 * minuteMs;
  add(history, ["carol"]);
  history.now += 30 * minuteMs;
  history.apply(tick(history.situation("system")));
  expect(askedAt(history)).toEqual(["a carol"]);
  const { seq } = taskOf(history, "carol");
  const remove = () =>
    removeApprover(history.situation("bob"), { seq, comment: null, isAdmin: false });
  expect(remove).toThrowError(expect.objectContaining({ code: "WRONG_STATE" }));
});
