import { expect, test } from "vitest";
import { matches } from "#lib/org/find-people.ts";
import { branchesOf, withDescendants } from "#lib/org/tree.ts";

const department = (id: string, parentId: string | null) => ({
  id,
  name: id.toUpperCase(),
  parentId,
  leader: null,
  approvers: [],
});

test("children follow their parent, siblings by name, with depth and path", () => {
  const lines = branchesOf([
    department("z", "b"),
    department("b", null),
    department("c", "b"),
    department("a", null),
    department("y", "z"),
  ]);
  expect(lines.map(({ department: { id }, depth }) => `${depth}${id}`)).toEqual([
    "0a",
    "0b",
    "1c",
    "1z",
    "2y",
  ]);
  expect(lines.at(-1)?.path).toEqual(["B", "Z"]);
});

test("an orphan and a circle are shown, once each", () => {
  const lines = branchesOf([department("a", "gone"), department("x", "y"), department("y", "x")]);
  expect(lines.map(({ department: { id } }) => id).sort()).toEqual(["a", "x", "y"]);
});

test("a department may not move below itself", () => {
  const all = [
    department("a", null),
    department("b", "a"),
    department("c", "b"),
    department("d", null),
  ];
  expect([...withDescendants(all, "a")].sort()).toEqual(["a", "b", "c"]);
});

test.each([
  ["", true],
  ["ALICE", true],
  ["chen ali", true],
  ["demo.test", true],
  ["alice wang", false],
])("searching people for %j", (search, isFound) => {
  expect(matches({ name: "Alice Chen", email: "alice@demo.test" }, search)).toBe(isFound);
});
