import { describe, expect, it, vi } from "vitest";
import type { ReadinessFacts } from "#shared/plan/readiness-part.ts";
import { readinessOf } from "#shared/plan/readiness.ts";
import { PlanDocument } from "#shared/plan/schema.ts";
import { part, planOf, recoveryOf, step, type Given } from "#test/support/plans.ts";
import { epoch } from "#test/support/records.ts";
import { planRecord, statsRecord } from "#test/support/plan-records.ts";

vi.mock("#shared/action/catalogue/index.ts", async (original) => {
  const { withTestActions } = await import("#test/support/actions.ts");
  return withTestActions(await original());
});

const daysAgo = (days: number) => new Date(Date.parse(epoch) - days * 86_400_000).toISOString();
const active = { email: "a@demo.test", name: "A", isActive: true };
const gone = { email: "b@demo.test", name: "B", isActive: false };

function facts(given: Partial<ReadinessFacts> = {}): ReadinessFacts {
  return {
    plan: planRecord({ published: 1, publishedHash: "same", state: "published" }),
    document: PlanDocument.parse(planOf({ expectedSeconds: 60 })),
    stats: statsRecord({ lastDrillAt: daysAgo(10), lastSuccessAt: daysAgo(20) }),
    averageSeconds: 40,
    broken: [],
    owners: [active, { ...active, email: "c@demo.test" }],
    now: epoch,
    ...given,
  };
}

const documentOf = (plan: Given) => PlanDocument.parse({ expectedSeconds: 60, ...plan });

function missing(given: Partial<ReadinessFacts>): string[] {
  const { score, parts } = readinessOf(facts(given));
  expect(score).toBe(parts.reduce((sum, { points }) => sum + points, 0));
  for (const { points, most, cure, detail } of parts) {
    expect(cure === null).toBe(points === most);
    expect([detail.en, detail["zh-CN"], cure?.en, cure?.["zh-CN"]]).not.toContain("");
  }
  return parts
    .filter(({ points, most }) => points < most)
    .map(({ code, points, most }) => `${code} ${points}/${most}`);
}

describe("how much a plan can be relied upon", () => {
  it("is 100 where nothing is missing", () => {
    expect(readinessOf(facts()).score).toBe(100);
    expect(missing({})).toEqual([]);
  });

  it.each([
    [90, []],
    [91, ["drill 10/20"]],
    [180, ["drill 10/20"]],
    [181, ["drill 0/20"]],
  ])("falls with the age of the last drill: %i days", (days, expected) => {
    const stats = statsRecord({ lastDrillAt: daysAgo(days), lastSuccessAt: epoch });
    expect(missing({ stats })).toEqual(expected);
  });

  it("counts what was never drilled or run", () => {
    expect(missing({ stats: statsRecord() })).toEqual(["drill 0/20", "runs 0/5"]);
  });

  it("counts steps that can't run, and names the settings", () => {
    const broken = [
      {
        stepId: "a",
        action: "test.scale",
        reason: "missing_setting" as const,
        setting: "aws" as const,
      },
    ];
    expect(missing({ broken })).toEqual(["actions 0/20"]);
    const actions = readinessOf(facts({ broken })).parts.find(({ code }) => code === "actions");
    expect(actions?.cure?.en).toContain("aws");
  });

  it("counts what nothing undoes, by its share of the steps", () => {
    const drop = (id: string) => step(id, { action: "test.drop", executeContext: {} });
    const way = (...steps: Given[]) => missing({ document: documentOf(planOf({ steps })) });
    expect(way(drop("a"))).toEqual(["way_back 0/15"]);
    expect(way(drop("a"), step("b"))).toEqual(["way_back 7/15"]);
    const undone = { action: "test.scale", executeContext: { service: "s" } };
    expect(way(step("a", undone))).toEqual([]);
  });

  it("wants a part that leads back of a disaster recovery", () => {
    const recovery = (...types: string[]) =>
      missing({
        document: documentOf(
          recoveryOf(
            types.map((type) =>
              part(type, [
                step(type.toLowerCase().replaceAll("_", "-"), {
                  action: "test.drop",
                  executeContext: {},
                }),
              ]),
            ),
          ),
        ),
      });
    expect(recovery("DISASTER_SWITCH")).toEqual(["way_back 0/15"]);
    expect(recovery("DISASTER_SWITCH", "TRAFFIC_BACK")).toEqual([]);
  });

  it("wants two owners who are here", () => {
    expect(missing({ owners: [active] })).toEqual(["owners 7/15"]);
    expect(missing({ owners: [active, { ...active, email: "c" }, gone] })).toEqual(["owners 7/15"]);
    expect(missing({ owners: [gone] })).toEqual(["owners 0/15"]);
  });

  it("counts parameters that people must fill in", () => {
    const open = (count: number) =>
      missing({
        document: documentOf(
          planOf({
            steps: Array.from({ length: count }, (_, index) =>
              step(`s${index}`, { executeContext: {} }),
            ),
          }),
        ),
      });
    expect(open(1)).toEqual(["parameters 5/10"]);
    expect(open(9)).toEqual(["parameters 0/10"]);
  });

  it("compares how long it takes with what was expected", () => {
    expect(missing({ document: PlanDocument.parse(planOf()) })).toEqual(["duration 0/10"]);
    expect(missing({ averageSeconds: 61 })).toEqual(["duration 4/10"]);
    expect(missing({ averageSeconds: null })).toEqual([]);
  });

  it("counts a draft that nobody published", () => {
    expect(missing({ plan: planRecord({ published: 1, publishedHash: "old" }) })).toEqual([
      "draft 0/5",
    ]);
    expect(missing({ plan: planRecord() })).toEqual(["draft 0/5"]);
  });
});
