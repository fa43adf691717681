import { expect, test } from "vitest";
import { checkChain } from "#shared/template/check-chain.ts";
import { checkFormDefinition, valueFields } from "#shared/template/check-form.ts";
import { Form } from "#shared/form/schema.ts";

const label = { en: "Field", "zh-CN": "字段" };
const text = { type: "text", name: "what", label };
const pieces = { type: "number", name: "pieces", label };
const cost = { type: "money", name: "cost", label, currencies: ["CNY"] };
const price = { ...cost, name: "price", currencies: ["CNY", "USD"] };

function formOf(given: object, more: object[] = []): Form {
  const columns = [text, pieces, cost, price];
  return Form.parse({
    fields: [{ type: "detailTable", name: "items", label, columns, ...given }, ...more],
  });
}
const faults = (form: Form) => checkFormDefinition(form).map(({ path, code }) => `${path} ${code}`);

test.each<[string, object, string[]]>([
  ["good sums", { sums: ["pieces", "cost", "price"] }, []],
  ["a sum of words", { sums: ["what"] }, ["form.fields.0.sums.0 not_a_number_column"]],
  ["a sum of nothing", { sums: ["none"] }, ["form.fields.0.sums.0 not_a_number_column"]],
  ["a sum twice", { sums: ["cost", "cost"] }, ["form.fields.0.sums.1 duplicate"]],
  ["more rows than fit", { minRows: 9, maxRows: 3 }, ["form.fields.0.minRows crossed_bounds"]],
  ["a column twice", { columns: [text, text] }, ["form.fields.0.columns.1.name duplicate"]],
  [
    "a default that its column refuses",
    { columns: [{ ...text, maxLength: 3, default: "four" }, pieces] },
    ["form.fields.0.columns.0.default invalid_default"],
  ],
  [
    "a slow pattern in a column",
    { columns: [{ ...text, pattern: "(a+)+b" }, pieces] },
    ["form.fields.0.columns.0.pattern slow_pattern"],
  ],
])("%s in a detail table", (_what, given, expected) => {
  expect(faults(formOf(given))).toEqual(expected);
});

test.each<[string, object]>([
  ["one column", { columns: [text] }],
  ["thirteen columns", { columns: Array.from("abcdefghijklm", (name) => ({ ...text, name })) }],
  ["a table in a table", { columns: [text, { type: "detailTable", name: "more", label }] }],
  ["a person in a table", { columns: [text, { type: "user", name: "who", label }] }],
  ["201 rows", { maxRows: 201 }],
  [
    "a condition in a column",
    { columns: [text, { ...pieces, visibleWhen: { field: "what", filled: true } }] },
  ],
])("%s is no detail table", (_what, given) => {
  expect(() => formOf(given)).toThrow();
});

test("conditions read totals of numbers and money; several currencies are never mixed", () => {
  const ask = (field: string) => ({ ...text, name: "reason", visibleWhen: { field, atLeast: 1 } });
  const codes = (field: string) => faults(formOf({}, [ask(field)]));
  for (const good of ["items.pieces", "items.cost", "items.cost.CNY", "items.price.USD"]) {
    expect(codes(good)).toEqual([]);
  }
  for (const bad of ["items.price", "items.price.EUR", "items.what", "items.none"]) {
    expect(codes(bad)).toEqual(["form.fields.1.visibleWhen unknown_field"]);
  }
  const later = Form.parse({ fields: [ask("items.cost"), ...formOf({}).fields] });
  expect(faults(later)).toEqual(["form.fields.0.visibleWhen later_field"]);
});

test("a branch may ask for a total", () => {
  const branch = (field: string) => [
    {
      kind: "branch" as const,
      id: "large",
      name: label,
      branches: [{ when: { field, atLeast: 10_000 }, nodes: [] }],
      otherwise: [],
    },
  ];
  const fields = valueFields(formOf({}));
  expect(checkChain(branch("items.cost"), fields)).toEqual([]);
  expect(checkChain(branch("items.what"), fields)).toMatchObject([{ code: "unknown_field" }]);
});
