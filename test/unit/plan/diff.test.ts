import { describe, expect, it } from "vitest";
import { differencesOf } from "#shared/plan/diff.ts";
import { PlanDocument } from "#shared/plan/schema.ts";
import { part, planOf, recoveryOf, step, type Given } from "#test/support/plans.ts";

const told = (before: Given, after: Given) =>
  differencesOf(PlanDocument.parse(before), PlanDocument.parse(after)).map(
    ({ area, what, change, property, from, to }) =>
      [area, what, change, property, ...(change === "changed" ? [from, "→", to] : [])]
        .filter((word) => word !== null)
        .map((word) => (typeof word === "object" ? JSON.stringify(word) : word))
        .join(" "),
  );
const steps = (...list: Given[]) => planOf({ steps: list });
const [a, b, c] = [step("a"), step("b"), step("c")];

describe("what differs between two versions of a plan", () => {
  it("says nothing of what is the same, and nothing of defaults that are written out", () => {
    expect(told(steps(a, b), steps(a, b))).toEqual([]);
    expect(told(planOf(), planOf({ cooldownSeconds: 0, cleanUpDrills: true }))).toEqual([]);
  });

  it("knows steps by their ids: added, removed, moved", () => {
    expect(told(steps(a, b), steps(a, c))).toEqual(["step b removed", "step c added"]);
    expect(told(steps(a, b, c), steps(c, a, b))).toEqual(["step c moved"]);
    expect(told(steps(a, b), steps(c, a, b))).toEqual(["step c added"]);
  });

  it("tells a parameter and how a step runs from and to", () => {
    const after = step("a", {
      executeContext: { seconds: 60 },
      executeStrategy: { preConfirm: true, timeoutSeconds: 90 },
      name: { en: "A", zh: "A", "zh-CN": "甲" },
    });
    delete (after["name"] as Given)["zh"];
    expect(told(steps(a), steps(after))).toEqual([
      'step a changed name {"en":"a","zh-CN":"a"} → {"en":"A","zh-CN":"甲"}',
      "parameter a changed seconds 30 → 60",
      "strategy a changed preConfirm false → true",
      "strategy a changed timeoutSeconds 0 → 90",
    ]);
    expect(told(steps(a), steps(step("a", { executeContext: {} })))).toEqual(
      ["parameter a changed seconds 30 → "].map((line) => line.trim()),
    );
  });

  it("tells what the plan itself says, each setting by its name", () => {
    const self = (given: Given) => planOf({ scene: "SELF_RECOVERY", ...given });
    const trigger = { labels: { job: "shop" } };
    expect(
      told(
        self({ trigger, shared: { seconds: 1 } }),
        self({ trigger: { labels: { job: "web" } }, shared: {}, guardrails: { mostPerHour: 3 } }),
      ),
    ).toEqual([
      "general changed shared.seconds 1 →",
      'general changed trigger.labels {"job":"shop"} → {"job":"web"}',
      "general changed guardrails.mostPerHour 6 → 3",
    ]);
  });

  it("knows the parts of a disaster recovery, and a step that went into another one", () => {
    const [first, second] = [part("DISASTER_SWITCH", [a, b]), part("TRAFFIC_BACK", [c])];
    expect(told(recoveryOf([first]), recoveryOf([first, second]))).toEqual([
      "part TRAFFIC_BACK added",
      "step c added",
    ]);
    expect(
      told(
        recoveryOf([first, second]),
        recoveryOf([
          part("DISASTER_SWITCH", [a], { mode: "forced" }),
          part("TRAFFIC_BACK", [c, b]),
        ]),
      ),
    ).toEqual(["part DISASTER_SWITCH changed mode graceful → forced", "step b moved"]);
  });
});
