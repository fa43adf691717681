import { describe, expect, it } from "vitest";
import { isAskedAgain, partsOf, tasksOf, type Part } from "#lib/ticket/chain-parts.ts";
import type { ChainStep, TaskView } from "#shared/ticket/schema.ts";

const text = (name: string) => ({ en: name, "zh-CN": name });
const lane = (nodeId: string, branch: number) => ({ nodeId, branch, name: text(`way ${branch}`) });

function step(nodeId: string, lanes: ChainStep["lanes"] = [], state: ChainStep["state"] = "ahead") {
  const people: ChainStep["people"] = [];
  const rest = { mode: null, people, state, note: null, lanes };
  return { nodeId, kind: "approve" as const, name: text(nodeId), ...rest };
}

/** A drawn chain in a line: `a (b c | d) e`. */
function drawn(parts: Part[]): string {
  return parts
    .map((part) =>
      part.kind === "step"
        ? part.step.nodeId
        : `(${part.ways.map((way) => drawn(way.parts)).join(" | ")})`,
    )
    .join(" ");
}

describe("a chain as it is drawn", () => {
  it("keeps steps in a row and lays parallel ways side by side", () => {
    const steps = [
      step("a"),
      step("b", [lane("p", 0)]),
      step("c", [lane("p", 0)]),
      step("d", [lane("p", 1)]),
      step("e"),
    ];
    expect(drawn(partsOf(steps))).toBe("a (b c | d) e");
  });

  it("draws a parallel inside a way, and two parallels after each other", () => {
    const steps = [
      step("a", [lane("p", 0)]),
      step("b", [lane("p", 0), lane("q", 0)]),
      step("c", [lane("p", 0), lane("q", 1)]),
      step("d", [lane("p", 1)]),
      step("e", [lane("r", 0)]),
      step("f", [lane("r", 1)]),
    ];
    expect(drawn(partsOf(steps))).toBe("(a (b | c) | d) (e | f)");
  });

  it("tells a step by its last visit, and that it asks again only in the same round", () => {
    const task = (visit: number, round: number) => ({ nodeId: "a", visit, round }) as TaskView;
    const now = step("a", [], "current");
    expect(tasksOf(now, [task(1, 1), task(3, 1)]).map(({ visit }) => visit)).toEqual([3]);
    expect(tasksOf(step("a"), [task(1, 1)])).toEqual([]);
    expect(isAskedAgain(now, [task(1, 1), task(3, 1)])).toBe(true);
    expect(isAskedAgain(now, [task(1, 1), task(3, 2)])).toBe(false);
  });
});
