import { describe, expect, it } from "vitest";
import { completeNodes } from "#lib/designer/chain/complete.ts";
import { moveBy, moveTo, moveWay, placeWithout, removeWay } from "#lib/designer/chain/edits.ts";
import { emailsOf } from "#lib/designer/chain/emails.ts";
import { findingsByNode } from "#lib/designer/chain/node-findings.ts";
import { allStops, placeAfter, stopsOf, walk } from "#lib/designer/chain/stops.ts";
import { findNode, placedNodes, valueAt, waysOf } from "#lib/designer/chain/tree.ts";
import { ChainNode } from "#shared/approval/chain.ts";
import { approveNode, branchNode, parallelNode } from "#test/support/nodes.ts";

const limit = { minutes: 60, onTimeout: "branch", otherwise: [approveNode("late")] };
const chain = [
  approveNode("first", { timeLimit: limit }),
  branchNode("big", 5, [approveNode("a"), approveNode("b")], []),
  parallelNode("both", [approveNode("x")], [approveNode("y"), approveNode("z")]),
  approveNode("last"),
];
const stops = allStops(stopsOf(chain));
const stopAt = (key: string) => {
  const found = stops.find((stop) => stop.key === key);
  if (found === undefined) throw new Error(`No stop ${key}.`);
  return found;
};

/** Where keys lead from a stop. */
function go(from: string, ...keys: string[]): string {
  return keys.reduce((at, key) => walk(stopAt(at), key)?.key ?? at, from);
}

describe("the tree", () => {
  it("knows every node by its path inside the chain", () => {
    expect(placedNodes(chain).map(({ path, node }) => `${path.join(".")} ${node.id}`)).toEqual([
      "0 first",
      "0.timeLimit.otherwise.0 late",
      "1 big",
      "1.branches.0.nodes.0 a",
      "1.branches.0.nodes.1 b",
      "2 both",
      "2.branches.0.nodes.0 x",
      "2.branches.1.nodes.0 y",
      "2.branches.1.nodes.1 z",
      "3 last",
    ]);
    for (const { path, node } of placedNodes(chain)) expect(valueAt(chain, path)).toBe(node);
    expect(findNode(chain, "z")?.path).toEqual([2, "branches", 1, "nodes", 1]);
    expect(findNode(chain, null)).toBeUndefined();
  });

  it("is walked by arrows: down and up along it, left and right across its ways", () => {
    const down = Array.from({ length: 8 }, (_, steps) =>
      go("start", ...Array<string>(steps).fill("ArrowDown")),
    );
    expect(down).toEqual([
      "start",
      "0",
      "1",
      "1.branches.0.nodes.",
      "1.branches.0.nodes.0",
      "1.branches.0.nodes.1",
      "2",
      "2.branches.0.nodes.",
    ]);
    expect(go("1.branches.0.nodes.1", "ArrowRight")).toBe("1.otherwise.");
    expect(go("1.otherwise.", "ArrowDown")).toBe("2");
    expect(go("2.branches.1.nodes.1", "ArrowLeft")).toBe("2.branches.0.nodes.0");
    expect(go("2.branches.0.nodes.0", "ArrowLeft")).toBe("2");
    expect(go("2.branches.0.nodes.", "ArrowUp")).toBe("2");
    expect(go("0", "ArrowRight", "ArrowDown")).toBe("0.timeLimit.otherwise.0");
    expect(go("2.branches.1.nodes.0", "Home")).toBe("start");
    expect(go("start", "End")).toBe("3");
    expect(go("3", "ArrowDown")).toBe("3");
  });

  it("reaches every stop by arrows alone", () => {
    const reached = new Set(["start"]);
    for (const key of reached) {
      for (const arrow of ["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight"]) {
        reached.add(go(key, arrow));
      }
    }
    expect([...reached].sort()).toEqual(stops.map(({ key }) => key).sort());
  });

  it("puts what is added behind a stop, first in a way behind its head", () => {
    expect(placeAfter(stopAt("start"))).toEqual([0]);
    expect(placeAfter(stopAt("3"))).toEqual([4]);
    expect(placeAfter(stopAt("1.otherwise."))).toEqual([1, "otherwise", 0]);
    expect(placeAfter(stopAt("1.branches.0.nodes.0"))).toEqual([1, "branches", 0, "nodes", 1]);
  });
});

/** What a move does to a document: takes out, then puts in. */
function moved(from: (string | number)[], place: (string | number)[]): string[] | null {
  const edit = moveTo(from, place);
  if (edit === null) return null;
  const copy = structuredClone(chain) as unknown[];
  const list = valueAt(copy, edit.from.slice(0, -1)) as unknown[];
  const [node] = list.splice(Number(edit.from.at(-1)), 1);
  (valueAt(copy, edit.to.slice(0, -1)) as unknown[]).splice(Number(edit.to.at(-1)), 0, node);
  return placedNodes(copy as typeof chain).map((placed) => placed.node.id);
}

describe("moves", () => {
  it("name their target as it is called once the node is taken out", () => {
    expect(placeWithout([2, "branches", 0, "nodes", 1], [0])).toEqual([
      1,
      "branches",
      0,
      "nodes",
      1,
    ]);
    expect(placeWithout([2], [3])).toEqual([2]);
    expect(placeWithout([1, "otherwise", 0], [1, "branches", 0, "nodes", 0])).toEqual([
      1,
      "otherwise",
      0,
    ]);
  });

  it("land where they were dropped, in the same list, deeper and further out", () => {
    expect(moved([0], [2])?.slice(0, 5)).toEqual(["big", "a", "b", "first", "late"]);
    expect(moved([3], [1, "otherwise", 0])?.slice(2, 6)).toEqual(["big", "a", "b", "last"]);
    expect(moved([0], [2, "branches", 1, "nodes", 1])?.slice(-5)).toEqual([
      "y",
      "first",
      "late",
      "z",
      "last",
    ]);
    expect(moved([1, "branches", 0, "nodes", 0], [0])?.[0]).toBe("a");
  });

  it("lose or repeat no node, wherever anything is moved", () => {
    const all = placedNodes(chain)
      .map(({ node }) => node.id)
      .sort();
    for (const { path } of placedNodes(chain)) {
      for (const stop of stops) {
        const ids = moved(path, placeAfter(stop));
        if (ids !== null) expect(ids.sort()).toEqual(all);
      }
    }
  });

  it("never go inside themselves, and stay away where nothing would change", () => {
    expect(moveTo([1], [1, "branches", 0, "nodes", 1])).toBeNull();
    expect(moveTo([1], [1])).toBeNull();
    expect(moveTo([1], [2])).toBeNull();
    expect(moveBy([0], -1, 4)).toBeNull();
    expect(moveBy([2, "branches", 1, "nodes", 0], 1, 2)).toEqual({
      kind: "move",
      from: [2, "branches", 1, "nodes", 0],
      to: [2, "branches", 1, "nodes", 1],
    });
  });
});

describe("ways", () => {
  it("are removed as far as their node may do without them", () => {
    const edits = chain.flatMap((node, at) =>
      waysOf(node, [at]).map((way) => removeWay(way, node)),
    );
    expect(edits).toEqual([
      { kind: "set", path: [0, "timeLimit"], value: { minutes: 60, onTimeout: "escalate" } },
      null,
      null,
      null,
      null,
    ]);
    const three = parallelNode("p", [approveNode("x")], [approveNode("y")], [approveNode("z")]);
    expect(waysOf(three, [0]).map((way) => removeWay(way, three)?.kind)).toEqual([
      "delete",
      "delete",
      "delete",
    ]);
  });

  it("change their order; the default stays last", () => {
    const [first, second] = waysOf(chain[2] as ChainNode, [2]);
    if (!first || !second) throw new Error("The parallel has two ways.");
    expect(moveWay(first, 1, chain[2] as ChainNode)).toMatchObject({ to: [2, "branches", 1] });
    expect(moveWay(second, 1, chain[2] as ChainNode)).toBeNull();
    const otherwise = waysOf(chain[1] as ChainNode, [1]).at(-1);
    expect(otherwise && moveWay(otherwise, -1, chain[1] as ChainNode)).toBeNull();
  });
});

describe("a chain as it is being written", () => {
  it("has the schema's defaults where nothing is said", () => {
    const written = {
      kind: "approve",
      id: "a",
      name: { en: "A", "zh-CN": "甲" },
      who: [{ role: "x" }],
    };
    const { timeLimit, ...complete } = completeNodes([written])[0] as never as {
      timeLimit?: unknown;
    };
    expect(timeLimit).toBeUndefined();
    expect(complete).toEqual(ChainNode.parse(written));
  });

  it("can be drawn before it is right, and keeps every place", () => {
    const broken = [
      null,
      { kind: "approve", who: "nobody", timeLimit: { otherwise: [{}] } },
      { kind: "branch", branches: [{}, null], otherwise: 3 },
      { kind: "parallel" },
      { kind: "no such kind", id: 7 },
    ];
    const nodes = completeNodes(broken);
    expect(nodes).toHaveLength(broken.length);
    expect(allStops(stopsOf(nodes)).length).toBeGreaterThan(broken.length);
    expect(completeNodes("no list")).toEqual([]);
  });

  it("shows each finding at the innermost node that it is about", () => {
    const finding = (path: string) => ({ path, code: "x", message: "", line: null });
    const found = findingsByNode(chain, [
      finding("chain.1.branches.0.nodes.1.who.0.role"),
      finding("chain.1.branches.0.when"),
      finding("chain"),
      finding("form.fields.0"),
    ]);
    expect([...found.keys()]).toEqual(["1.branches.0.nodes.1", "1", ""]);
  });

  it("names every mail address once", () => {
    const users = ["a@x.test", "b@x.test"];
    const who = [{ users }, { choice: { from: [{ users }, { users: ["c@x.test"] }] } }];
    const transferTo = [{ users: ["d@x.test"] }];
    const timeLimit = { minutes: 1, onTimeout: "transfer", transferTo };
    expect(emailsOf([approveNode("a", { who, timeLimit })])).toEqual([
      ...users,
      "c@x.test",
      "d@x.test",
    ]);
  });
});
