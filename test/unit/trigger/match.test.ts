import { describe, expect, it } from "vitest";
import { PlanDocument } from "#shared/plan/schema.ts";
import { givenBy } from "#shared/trigger/match.ts";
import { planOf, step } from "#test/support/plans.ts";

const document = PlanDocument.parse(
  planOf({
    scene: "SELF_RECOVERY",
    trigger: { labels: { alertname: "Down" }, parameters: { "scale.replicas": "size" } },
    guardrails: {},
    steps: [step("scale", { action: "k8s.scale", executeContext: { cluster: "main" } })],
  }),
);

describe("values that an alert brings", () => {
  it.each([
    ["30", 30],
    // Not zero: an empty label says nothing.
    ["", ""],
    [" ", " "],
    ["soon", "soon"],
    ["true", "true"],
  ])("a label “%s” for a number is %o", (text, value) => {
    expect(givenBy(document, { size: text })).toEqual({ scale: { replicas: value } });
  });

  it("what it lacks stays open", () => {
    expect(givenBy(document, {})).toEqual({});
  });
});
