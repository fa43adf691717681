import { describe, expect, it } from "vitest";
import type { ChainNode } from "#shared/approval/chain.ts";
import { differencesOf } from "#shared/template/diff.ts";
import { approveNode, branchNode, ccNode, parallelNode } from "#test/support/nodes.ts";
import { documentOf } from "#test/support/situation.ts";

const told = (before: ChainNode[], after: ChainNode[]) =>
  differencesOf(documentOf(before), documentOf(after)).map(({ what, change, property }) =>
    [change, what, property].filter(Boolean).join(" "),
  );

const [a, b, c] = [approveNode("a"), approveNode("b"), ccNode("c")];

describe("what differs between two versions", () => {
  it("says nothing of what is the same", () => {
    expect(told([a, b], [a, b])).toEqual([]);
  });

  it("knows nodes by their ids: added, removed, changed", () => {
    const changed = approveNode("a", { mode: "all" });
    expect(told([a, b], [changed, c])).toEqual(["removed b", "changed a mode", "added c"]);
  });

  it("does not call those moved that others were put before", () => {
    expect(told([a, b], [c, a, b])).toEqual(["added c"]);
    expect(told([c, a, b], [a, b])).toEqual(["removed c"]);
  });

  it("tells that the order is another one, and that a node went into a branch", () => {
    expect(told([a, b, c], [c, a, b])).toEqual(["moved c"]);
    expect(told([a, b], [b, a])).toHaveLength(1);
    expect(told([a, b], [a, branchNode("x", 5, [b])])).toContain("moved b");
  });

  it("names conditions and ways of the nodes that hold others", () => {
    expect(told([branchNode("x", 5, [a])], [branchNode("x", 6, [a])])).toEqual([
      "changed x conditions",
    ]);
    expect(told([parallelNode("p", [a], [b])], [parallelNode("p", [a], [b], [c])])).toEqual([
      "changed p ways",
      "added c",
    ]);
  });

  it("tells what fields of the form became of", () => {
    const before = documentOf([a]);
    const label = { en: "Sum", "zh-CN": "金额" };
    const fields = [{ type: "number" as const, name: "amount", label, max: 10 }];
    const after = { ...before, numberPrefix: "X", form: { ...before.form, fields } };
    expect(
      differencesOf(before, after).map(({ area, what, property }) => [area, what, property]),
    ).toEqual([
      ["general", null, "numberPrefix"],
      ["form", "amount", "label"],
      ["form", "amount", "max"],
    ]);
  });
});
