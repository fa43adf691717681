import { describe, expect, it } from "vitest";
import { currentNode, isAwaitingPeople } from "#lib/order/current.ts";
import { hasWayBack, partsOf } from "#lib/order/groups.ts";
import { differences, parameterRows } from "#lib/order/parameters.ts";
import { countTargets, endedTargets, sortedTargets } from "#lib/order/targets.ts";
import { rowsInView, treeRows } from "#lib/order/tree.ts";
import type { FieldView } from "#shared/core/fields.ts";
import { dave, nodeView, orderView, targetView } from "#test/support/order-view.ts";

const part = nodeView({ seq: 1, kind: "group", type: "DISASTER_SWITCH" });
const below = (seq: number, state: "succeeded" | "skipped" | "running") =>
  nodeView({ seq, group: 1, state });
const undo = nodeView({ seq: 5, kind: "rollback", undoes: 2 });
const nodes = [part, below(2, "succeeded"), below(3, "skipped"), below(4, "running"), undo];

describe("a run's steps in their list", () => {
  const drawn = (shut?: Set<number>) =>
    treeRows(nodes, shut).map((row) =>
      row.kind === "node" ? `${"  ".repeat(row.depth)}${row.node.seq}` : `undone ${row.count}`,
    );

  it("stand below their part, what undoes them in a section behind", () => {
    expect(drawn()).toEqual(["1", "  2", "  3", "  4", "undone 1", "5"]);
    expect(drawn(new Set([1]))).toEqual(["1", "undone 1", "5"]);
  });

  it("count as done in their part however they ended; a plan without traffic back says so", () => {
    expect(partsOf({ nodes })).toEqual([{ node: part, done: 2, count: 3 }]);
    expect(hasWayBack({ nodes })).toBe(false);
    expect(hasWayBack({ nodes: [nodeView({ seq: 1, kind: "group", type: "TRAFFIC_BACK" })] })).toBe(
      true,
    );
  });

  it.each([
    [
      { top: 0, height: 800 },
      { from: 0, to: 17 },
    ],
    [
      { top: 37_700, height: 800 },
      { from: 490, to: 500 },
    ],
    [
      { top: 7600, height: 760 },
      { from: 94, to: 116 },
    ],
    [
      { top: 90_000, height: 0 },
      { from: 500, to: 500 },
    ],
  ])("are drawn near the screen only: %j", (view, range) => {
    expect(rowsInView(view, { rowHeight: 76, count: 500 })).toEqual(range);
  });
});

describe("the step whose turn it is", () => {
  const seqOf = (given: Parameters<typeof orderView>[0]) => currentNode(orderView(given))?.seq;

  it("is the next after those done, none before the start and none behind the end", () => {
    expect(seqOf({ nodes, done: 3 })).toBe(4);
    expect(seqOf({ nodes, done: 0, state: "pending_approval" })).toBeUndefined();
    expect(seqOf({ nodes, done: 5 })).toBeUndefined();
  });

  it("on the way back lies among those that undo", () => {
    expect(seqOf({ nodes, done: 0, direction: "back", state: "rolling_back" })).toBe(5);
  });

  it("waits for people only while it runs", () => {
    const asked = { seq: 1, people: [dave] };
    expect(isAwaitingPeople(nodeView({ ...asked, state: "running" }))).toBe(true);
    expect(isAwaitingPeople(nodeView({ ...asked, state: "succeeded" }))).toBe(false);
  });
});

describe("targets", () => {
  const targets = [
    targetView(0, "succeeded"),
    targetView(1, "failed"),
    targetView(2, "running"),
    targetView(3, "unknown"),
    targetView(4, "failed"),
    targetView(5, "pending"),
  ];
  it("stand with what needs somebody first, in the plan's order among equals", () => {
    expect(sortedTargets(targets).map(({ index }) => index)).toEqual([1, 4, 3, 2, 5, 0]);
    expect(countTargets(targets)[0]).toEqual({ state: "failed", count: 2 });
    expect(endedTargets(targets)).toBe(4);
  });
});

describe("parameters of a step", () => {
  const field = (key: string, given: Partial<FieldView> = {}): FieldView => ({
    ...{ key, kind: "text", name: { en: key, "zh-CN": key }, help: null },
    ...{ isRequired: false, isLong: false, isFixed: false, ...given },
  });
  const fields = [field("url"), field("method", { default: "POST" }), field("token")];
  const node = {
    parameters: { url: "http://a.test", extra: 5 },
    sources: { url: "run", extra: "shared" } as const,
    bindings: { tag: { seq: 1, output: "imageTag" } },
    missing: ["token"],
  };
  const rows = (withDefaults: boolean) =>
    parameterRows(node, fields, { withDefaults }).map(
      ({ key, value, source, from, isMissing }) =>
        `${key}=${String(value)} ${isMissing ? "missing" : source}${from ? ` of ${from.seq}` : ""}`,
    );

  it("say where each value comes from, what is missing, and what a step before will bring", () => {
    expect(rows(false)).toEqual([
      "url=http://a.test run",
      "token=undefined missing",
      "extra=5 shared",
      "tag=undefined output of 1",
    ]);
    expect(rows(true)).toContain("method=POST default");
  });

  it("of a step that undoes another one come from that", () => {
    const [tag] = parameterRows({ ...node, kind: "rollback", missing: [] }, []).slice(-1);
    expect(tag).toMatchObject({ key: "tag", source: "undone" });
  });

  it("differ by value, not by how they are kept", () => {
    const before = { a: 1, b: [1, 2], c: null, d: { x: 1 } };
    const after = { a: 2, b: [1, 2], d: { x: 1 }, e: "new" };
    expect(differences(before, after)).toEqual([
      { key: "a", before: 1, after: 2 },
      { key: "e", before: undefined, after: "new" },
    ]);
  });
});
