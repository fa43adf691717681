import { describe, expect, it } from "vitest";
import { holds, type Condition } from "#shared/core/condition.ts";
import { Form } from "#shared/form/schema.ts";
import { mostForms, sampleForms } from "#shared/template/sample-forms.ts";
import { approveNode } from "#test/support/nodes.ts";

const label = { en: "x", "zh-CN": "x" };
const options = ["low", "mid", "high"].map((value) => ({ value, label }));
const form = Form.parse({
  fields: [
    { type: "money", name: "cost", label, currencies: ["CNY"], max: 1000 },
    { type: "select", name: "risk", label, options },
    { type: "date", name: "day", label },
    { type: "checkbox", name: "urgent", label },
    { type: "number", name: "count", label, required: true },
  ],
});

const chainFor = (...conditions: Condition[]) =>
  conditions.map((when, index) => ({
    kind: "branch" as const,
    id: `b${index}`,
    name: label,
    branches: [{ when, nodes: [approveNode(`n${index}`)] }],
    otherwise: [],
  }));

const conditions: Condition[] = [
  { field: "cost", atLeast: 500 },
  { field: "risk", in: ["mid", "high"] },
  { field: "day", lessThan: "2026-05-01" },
  { all: [{ field: "urgent", is: true }, { not: { field: "count", atLeast: 3 } }] },
];

describe("sample forms of a holes report", () => {
  it("make every condition hold and fail, in every combination", () => {
    const { forms, isAll } = sampleForms(chainFor(...conditions), form);
    expect(isAll).toBe(true);
    const outcomes = new Set(forms.map((one) => conditions.map((when) => holds(when, one)).join()));
    expect(outcomes.size).toBe(2 ** conditions.length);
  });

  it("do not try what the form would refuse", () => {
    const { forms } = sampleForms(chainFor({ field: "cost", atLeast: 5000 }), form);
    expect(forms.some((one) => holds({ field: "cost", atLeast: 5000 }, one))).toBe(false);
  });

  it("say so when there are too many combinations", () => {
    const label2 = label;
    const fields = Array.from({ length: 8 }, (_, index) => ({
      type: "select" as const,
      name: `f${index}`,
      label: label2,
      options,
    }));
    const asked = fields.map(({ name }) => ({ field: name, is: "low" }));
    const { forms, isAll } = sampleForms(chainFor(...asked), Form.parse({ fields }));
    expect([forms.length, isAll]).toEqual([mostForms, false]);
  });
});
