import { describe, expect, it } from "vitest";
import { copyOf, freshId, idFault, idsOf } from "#lib/designer/chain/ids.ts";
import { makeNode, makeParallelWay, plainKinds, readyMade } from "#lib/designer/chain/make.ts";
import { countOf, minutesFrom, unitOf, unitsFor } from "#lib/designer/chain/minutes.ts";
import { parametersFrom, parametersText } from "#lib/designer/chain/parameters.ts";
import { kindOf, kindsFor, newSource, sourceKinds } from "#lib/designer/chain/sources.ts";
import { placedNodes } from "#lib/designer/chain/tree.ts";
import { Approvers } from "#shared/approval/approvers.ts";
import { ChainNode } from "#shared/approval/chain.ts";
import { approveNode, branchNode, parallelNode } from "#test/support/nodes.ts";
import { form } from "./tongues.ts";

describe("ids of new nodes", () => {
  it("are short and readable, and used once", () => {
    const taken = new Set<string>();
    for (let count = 0; count < 3; count += 1) taken.add(freshId("leader", taken));
    expect([...taken]).toEqual(["leader", "leader-2", "leader-3"]);
    expect(freshId("leader-2", taken)).toBe("leader-4");
  });

  it("stay within forty characters", () => {
    const long = "a".repeat(40);
    expect(freshId(long, new Set([long]))).toBe(`${"a".repeat(38)}-2`);
  });

  it("are new throughout a copied tree; parameters keep the other system's ids", () => {
    const call = { kind: "automate", id: "call", name: { en: "C", "zh-CN": "丙" } };
    const parameters = { body: { kind: "vm", id: "a" } };
    const automate = ChainNode.parse({ ...call, action: "http.request", parameters });
    const branch = branchNode("big", 5, [approveNode("a"), automate], [approveNode("b")]);
    const chain = [branch, parallelNode("p", [approveNode("x")], [approveNode("a-2")])];
    const copy = copyOf(branch, chain);
    const ids = placedNodes([copy]).map(({ node }) => node.id);
    expect(ids).toEqual(["big-2", "a-3", "call-2", "b-2"]);
    expect(placedNodes([copy])[2]?.node).toMatchObject({ parameters });
    expect(ids.some((id) => idsOf(chain).has(id))).toBe(false);
  });

  it("do not meet inside the copy either", () => {
    const branch = branchNode("big", 5, [approveNode("a")], [approveNode("a-2")]);
    const ids = placedNodes([copyOf(branch, [branch])]).map(({ node }) => node.id);
    expect(ids).toEqual(["big-2", "a-3", "a-4"]);
  });

  it("are refused when they have another form or are taken", () => {
    const chain = [approveNode("a"), approveNode("b")];
    expect(idFault("a", "a", chain)).toBeNull();
    expect(idFault("b", "a", chain)).toBe("taken");
    expect(idFault("B", "a", chain)).toBe("form");
    expect(idFault("", "a", chain)).toBe("form");
    expect(idFault("c-3", "a", chain)).toBeNull();
  });
});

describe("new nodes", () => {
  const complete = [...readyMade, ...plainKinds].filter(
    (choice) => choice !== "role" && choice !== "people",
  );
  it.each(complete)("%s is one that may be published", (choice) => {
    const chain = [makeNode(choice, [], form), makeNode(choice, [], form)];
    chain[1] = makeNode(choice, chain.slice(0, 1), form);
    for (const node of chain) expect(ChainNode.safeParse(node).error?.issues).toBeUndefined();
    const ids = placedNodes(chain).map(({ node }) => node.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("ask for what only a person can say: the role, the people", () => {
    expect(makeNode("role", [], form)).toMatchObject({ kind: "approve", who: [{ role: "" }] });
    expect(makeNode("people", [], form)).toMatchObject({ who: [{ users: [] }] });
  });

  it("say only what they must", () => {
    const keys = Object.keys(makeNode("leader", [], form));
    expect(keys).toEqual(["kind", "id", "name", "who", "mode"]);
  });

  it("begin a way of a parallel with a step of a new id", () => {
    const chain = [makeNode("leader", [], form)];
    expect(makeParallelWay(chain, form).nodes.map(({ id }) => id)).toEqual(["leader-2"]);
  });
});

describe("ways of naming people", () => {
  it("are known by their kind", () => {
    expect(sourceKinds.map((kind) => kindOf(newSource(kind, form)))).toEqual([...sourceKinds]);
  });

  it("are right at once, except where a person must choose", () => {
    const wrong = sourceKinds.filter((kind) => !Approvers.safeParse(newSource(kind, form)).success);
    // The form has no field for a service; the address of a resolver is typed.
    expect(wrong).toEqual(["role", "users", "serviceOwner", "resolver"]);
  });

  it("leave out what the checks refuse: one's own approval, a choice for copies", () => {
    expect(kindsFor("approve")).not.toContain("requester");
    expect(kindsFor("confirm")).toContain("requester");
    expect(kindsFor("cc")).not.toContain("choice");
    expect(kindsFor("range")).not.toContain("resolver");
  });
});

describe("times", () => {
  it("are shown in the largest whole unit; working time has no days", () => {
    expect([unitOf(2880, false), unitOf(2880, true), unitOf(90, false), unitOf(120, true)]).toEqual(
      ["day", "hour", "minute", "hour"],
    );
    expect(unitsFor(true)).not.toContain("day");
    expect(countOf(2880, "hour")).toBe(48);
  });

  it("are read from what is typed, from a minute to a year", () => {
    expect(minutesFrom("1.5", "hour")).toBe(90);
    expect(minutesFrom("1,5", "hour")).toBe(90);
    expect(["", "0", "x", "-1", "400"].map((text) => minutesFrom(text, "day"))).toEqual(
      Array(5).fill(null),
    );
  });
});

describe("parameters of an action", () => {
  it("are written as YAML and read from YAML or JSON", () => {
    const parameters = { url: "https://x.y/{{form.a}}", headers: { a: "b" } };
    expect(parametersFrom(parametersText(parameters))).toEqual({ parameters });
    expect(parametersFrom(JSON.stringify(parameters))).toEqual({ parameters });
    expect(parametersFrom(" ")).toEqual({ parameters: {} });
  });

  it("are refused with their line, or when they are no map", () => {
    expect(parametersFrom("a: 1\nb: [")).toMatchObject({ line: expect.any(Number) });
    expect(parametersFrom("- a")).toEqual({ fault: null, line: null });
  });
});
