import { describe, expect, it } from "vitest";
import { Condition } from "#shared/core/condition.ts";
import { FormField, type Form } from "#shared/form/schema.ts";
import {
  firstTest,
  firstValue,
  groupOf,
  ofGroup,
  ofTest,
  operatorsOf,
  testOf,
  withOperator,
} from "../../../web/src/lib/designer/condition/condition.ts";
import { readables } from "../../../web/src/lib/designer/condition/readable.ts";
import { newField } from "../../../web/src/lib/designer/form/new-field.ts";

const fields = FormField.options.map((option) =>
  FormField.parse(newField(option.shape.type.value, [])),
);
const one: Condition = { field: "a", is: 1 };
const two: Condition = { field: "b", filled: true };

describe("conditions in the builder", () => {
  it.each(fields)(
    "what is asked first of $type, and with every operator, fits the schema",
    (field) => {
      expect(Condition.safeParse(firstTest(field.name, field)).success).toBe(true);
      for (const operator of operatorsOf(field)) {
        const value = firstValue(field, operator);
        const test = ofTest({ field: field.name, operator, value });
        expect(Condition.safeParse(test).success).toBe(true);
        expect(testOf(test)).toEqual({ field: field.name, operator, value });
      }
    },
  );

  it("come back as they were from every kind of group", () => {
    const groups: Condition[] = [
      { all: [one, two] },
      { any: [one, two] },
      { not: { any: [one, two] } },
      { not: { all: [one, two] } },
      { not: one },
      { all: [{ any: [one, two] }, { not: two }] },
    ];
    for (const group of groups) {
      const read = groupOf(group);
      expect(read && ofGroup(read)).toEqual(group);
    }
    expect(groupOf(one)).toBeUndefined();
    expect(ofGroup({ join: "all", parts: [one] })).toEqual(one);
    expect(ofGroup({ join: "none", parts: [] })).toBeUndefined();
  });

  it("keep their value where the new operator can have it", () => {
    const field = fields.find(({ type }) => type === "select");
    const is = { field: "select", operator: "is", value: "b" } as const;
    expect(withOperator(is, "isNot", field).value).toBe("b");
    expect(withOperator(is, "in", field).value).toEqual(["b"]);
    expect(withOperator({ ...is, operator: "in", value: ["b"] }, "is", field).value).toBe("b");
  });
});

it("offers fields that hold a value, and totals in each currency", () => {
  const money = (currencies: string[]) => ({
    type: "money" as const,
    name: "price",
    label: { en: "Price", "zh-CN": "价格" },
    currencies,
  });
  const table = (name: string, currencies: string[]) =>
    FormField.parse({
      ...newField("detailTable", []),
      name,
      columns: [money(currencies), newField("number", [])],
    });
  const form: Form = {
    fields: [
      ...fields.filter(({ type }) => type === "note"),
      table("one", ["CNY"]),
      table("two", ["CNY", "USD"]),
    ],
    summary: [],
  };
  const say = {
    mine: (text: { en: string }) => text.en,
    total: (...names: (string | undefined)[]) => names.join("/"),
  };
  expect(readables(form, say).map(({ name }) => name)).toEqual([
    "one",
    "one.price",
    "one.number",
    "two",
    "two.price.CNY",
    "two.price.USD",
    "two.number",
  ]);
});
