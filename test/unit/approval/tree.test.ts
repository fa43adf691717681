import { expect, it } from "vitest";
import { isAfter, wayTo } from "#shared/approval/engine/tree.ts";
import { approveNode, branchNode, parallelNode } from "#test/support/nodes.ts";

const slow = approveNode("slow", {
  timeLimit: { minutes: 5, onTimeout: "branch", otherwise: [approveNode("instead")] },
});
const chain = [
  approveNode("a"),
  parallelNode(
    "p",
    [approveNode("p1"), approveNode("p2")],
    [branchNode("b", 1, [approveNode("q")])],
  ),
  slow,
  approveNode("z"),
];

it.each([
  ["z", "a", true],
  ["a", "z", false],
  ["a", "a", false],
  ["p2", "p1", true],
  ["q", "p1", false],
  ["p1", "q", false],
  ["q", "a", true],
  ["z", "q", true],
  ["q", "p", true],
  ["p", "q", false],
  ["instead", "slow", true],
  ["slow", "instead", false],
  ["z", "instead", true],
])("%s comes after %s: %s", (later, earlier, is) => {
  expect(isAfter(chain, later, earlier)).toBe(is);
});

it("knows the lists on the way down to a node", () => {
  expect(wayTo(chain, "q").map(({ owner, index }) => [owner?.id, index])).toEqual([
    [undefined, 1],
    ["p", 0],
    ["b", 0],
  ]);
  expect(wayTo(chain, "nowhere")).toEqual([]);
});
