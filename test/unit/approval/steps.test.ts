import { describe, expect, it } from "vitest";
import { addApprovers } from "#shared/approval/engine/add.ts";
import { stepsAhead, stepsNow } from "#shared/approval/steps.ts";
import { taskView } from "#shared/ticket/view.ts";
import { answer, begin } from "#test/support/decide.ts";
import { approveNode } from "#test/support/nodes.ts";
import type { History } from "#test/support/situation.ts";

const panel = approveNode("panel", { mode: "votes", votes: { percent: 60 }, ifVeto: "count" });
const asked = { "node:panel": ["bob", "carol", "dave"] };

function stepNow(history: History) {
  const { ticket, document, values } = history;
  return stepsNow(ticket, history.all(), document.chain, values, [])[0];
}

describe("what a chain tells of itself", () => {
  it("says how many votes are needed before anybody was asked, and how many were given", () => {
    const people = asked["node:panel"].map((id) => ({ id, name: id }));
    const ahead = stepsAhead([panel], {}, new Map([["node:panel", { people, note: null }]]));
    expect(ahead[0]?.votes).toEqual({ needed: 2, of: 3, given: 0 });
    const history = begin([panel], asked);
    answer(history, "bob", "approve");
    expect(stepNow(history)?.votes).toEqual({ needed: 2, of: 3, given: 1 });
    answer(history, "carol", "approve");
    // Dave's task is void by now, but he was one of three.
    expect(stepNow(history)?.votes).toEqual({ needed: 2, of: 3, given: 2 });
  });

  it("says whom a held approver waits for", () => {
    const history = begin([approveNode("one")], { "node:one": ["bob"] });
    const by = { actedBy: { id: "bob", name: "bob" }, delegationId: null, comment: null };
    const people = [{ id: "erin", name: "erin" }];
    const given = { seq: history.pending()[0]?.seq ?? 0, people, place: "before" as const, by };
    history.apply(addApprovers(history.situation("bob"), given));
    const told = history.all().map((task) => taskView(task, history.all()));
    const waits = told.map(({ assignee, waitsFor }) => [
      assignee?.id,
      waitsFor.map(({ id }) => id),
    ]);
    expect(waits).toEqual([
      ["bob", ["erin"]],
      ["erin", []],
    ]);
  });
});
