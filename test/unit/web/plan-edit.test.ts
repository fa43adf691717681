import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { FieldView } from "#shared/core/fields.ts";
import { PlanDocument } from "#shared/plan/schema.ts";
import { Unreadable } from "../../../web/src/lib/components/fields/values.ts";
import {
  bind,
  bindingsOf,
  chooseAction,
  outputsBefore,
} from "../../../web/src/lib/plan/edit/bindings.ts";
import {
  findingsBelow,
  planPlaceOf,
  stepOf,
  type PlanFinding,
} from "../../../web/src/lib/plan/edit/finding-place.ts";
import { allSteps, outlineOf } from "../../../web/src/lib/plan/edit/outline.ts";
import { fieldEdit, isReady } from "../../../web/src/lib/plan/edit/ready.ts";
import { tidy } from "../../../web/src/lib/plan/edit/tidy.ts";
import { ladderOf } from "../../../web/src/lib/plan/ladder.ts";
import { starterOf } from "../../../web/src/lib/plan/starter.ts";
import { filterOf, hrefOf, isFiltered } from "../../../web/src/routes/(app)/plans/filter.ts";

const words = { en: "x", "zh-CN": "x" };
const finding = (path: string): PlanFinding => ({
  ...{ path, code: "x", level: "error", message: words, cure: words, line: null },
});
function view(kind: FieldView["kind"], more: Partial<FieldView> = {}): FieldView {
  const flags = { isRequired: false, isLong: false, isFixed: false };
  return { key: "x", kind, name: words, help: null, ...flags, ...more };
}

describe("what a new plan begins with", () => {
  it.each(["EMERGENCY", "SELF_RECOVERY", "RECOVERY"] as const)("fits the schema: %s", (scene) => {
    const name = { en: ' "Shop": #1 ', "zh-CN": "商城：扩容 'A'" };
    const source = starterOf({ scene, name, owner: "dave@demo.test" });
    const document = PlanDocument.parse(parse(source));
    expect(document.name).toEqual({ en: '"Shop": #1', "zh-CN": "商城：扩容 'A'" });
    expect(document.scene).toBe(scene);
  });
});

describe("the place of a finding", () => {
  it("is a step, a part, the facts, or the source", () => {
    const place = (path: string) => planPlaceOf({ path }, true);
    const steps = (part: number, step: number | null) => ({
      tab: "steps",
      chosen: { part, step },
    });
    expect(place("steps.2.executeContext.url")).toEqual(steps(0, 2));
    expect(place("plans.1.steps.0.action")).toEqual(steps(1, 0));
    expect(place("plans.1.type")).toEqual(steps(1, null));
    expect(place("plans")).toEqual({ tab: "steps", chosen: null });
    expect(place("guardrails.breakerAfter")).toEqual({ tab: "facts", key: "guardrails" });
    expect(place("owners.0")).toEqual({ tab: "facts", key: "owners" });
    expect(place("")).toEqual({ tab: "source" });
    expect(place("scene")).toEqual({ tab: "source" });
    expect(planPlaceOf({ path: "steps.0" }, false)).toEqual({ tab: "source" });
  });

  it("is not mistaken for that of a step whose number begins alike", () => {
    const all = [finding("steps.1.id"), finding("steps.12.id")];
    expect(findingsBelow(all, ["steps", 1])).toHaveLength(1);
    const outline = outlineOf({
      scene: "EMERGENCY",
      steps: Array.from({ length: 13 }, (_, index) => ({ id: `s${index}` })),
    });
    expect(stepOf(finding("steps.12.id"), outline)?.id).toBe("s12");
  });
});

describe("what is entered", () => {
  it("stays in the editor while it can't stand in a document", () => {
    const map = view("map", { item: view("json") });
    expect(isReady(view("json"), new Unreadable("{"))).toBe(false);
    expect(isReady(map, [{ name: "", value: "x" }])).toBe(false);
    expect(isReady(map, { a: new Unreadable("[") })).toBe(false);
    expect(isReady(view("group", { fields: [map] }), { x: [] })).toBe(false);
    expect(isReady(view("list", { item: map }), [{ a: 1 }])).toBe(true);
    expect(isReady(view("text"), undefined)).toBe(true);
  });

  it("becomes what the schema wants, and nothing where nothing was entered", () => {
    expect(tidy("batchSize", "5")).toBe(5);
    expect(tidy("batchSize", "25%")).toBe("25%");
    expect(tidy("approval", { from: [] })).toBeUndefined();
    expect(tidy("approval", { count: 0 })).toEqual({ count: 0 });
    expect(tidy("description", { en: "Text" })).toEqual({ en: "Text", "zh-CN": "" });
    expect(fieldEdit(["guardrails"], "x", {})).toEqual({
      kind: "delete",
      path: ["guardrails", "x"],
    });
  });
});

describe("parameters from earlier steps", () => {
  const outline = outlineOf({
    scene: "EMERGENCY",
    steps: [
      { id: "build", action: "http.request", executeContext: { url: "x", body: 1 } },
      { id: "use", action: "wait", executeContext: { seconds: { output: "build.status" } } },
    ],
  });
  const [build, use] = allSteps(outline);
  if (!build || !use) throw new Error("two steps");

  it("are told from values, and offered of steps before only", () => {
    expect([...bindingsOf(use)]).toEqual([["seconds", "build.status"]]);
    expect(bindingsOf(build).size).toBe(0);
    const actionOf = () => ({ outputs: [view("number", { key: "status" })] });
    expect(outputsBefore(outline, use, actionOf).map(({ value }) => value)).toEqual([
      "build.status",
    ]);
    expect(outputsBefore(outline, build, actionOf)).toEqual([]);
    expect(bind(use, "seconds", null).kind).toBe("delete");
  });

  it("and values that another action does not know go with the old one", () => {
    const action = { code: "wait", parameters: [view("number", { key: "url" })] };
    expect(chooseAction(build, action)).toEqual([
      { kind: "set", path: ["steps", 0, "action"], value: "wait" },
      { kind: "delete", path: ["steps", 0, "executeContext", "body"] },
    ]);
  });
});

describe("the ladder of autonomy", () => {
  const steps = (successes: number, state: "published" | "draft" = "published") =>
    ladderOf({ autonomy: "one_click", promotion: { successes, needed: 3 }, state }).map(
      ({ step }) => step,
    );

  it("rises by one once it is earned, and falls at any time", () => {
    expect(steps(3)).toEqual(["down", "now", "up", "shut"]);
    expect(steps(2)).toEqual(["down", "now", "shut", "shut"]);
    expect(steps(3, "draft")).toEqual(["down", "now", "shut", "shut"]);
  });
});

describe("the filter of plans", () => {
  it("comes back from its address, and takes nothing that is no filter", () => {
    const filter = { q: "shop 慢", scene: "RECOVERY", state: "broken", isMine: true } as const;
    const { searchParams } = new URL(hrefOf(filter), "https://x.test");
    expect(filterOf(searchParams)).toEqual(filter);
    const none = filterOf(new URLSearchParams("scene=X&state=1&q=%20"));
    expect(isFiltered(none)).toBe(false);
    expect(hrefOf(none)).toBe("/plans");
  });
});
