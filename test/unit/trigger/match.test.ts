import { describe, expect, it } from "vitest";
import { PlanDocument } from "#shared/plan/schema.ts";
import { givenBy } from "#shared/trigger/match.ts";
import { planOf, step } from "#test/support/plans.ts";

const document = PlanDocument.parse(
  planOf({
    scene: "SELF_RECOVERY",
    trigger: { labels: { alertname: "Down" }, parameters: { "pause.seconds": "seconds" } },
    guardrails: {},
    steps: [step("pause")],
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
    expect(givenBy(document, { seconds: text })).toEqual({ pause: { seconds: value } });
  });

  it("what it lacks stays open", () => {
    expect(givenBy(document, {})).toEqual({});
  });
});
