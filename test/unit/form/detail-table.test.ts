import { describe, expect, it, test } from "vitest";
import { holds, sumOf } from "#shared/core/condition.ts";
import { Form } from "#shared/form/schema.ts";
import { totalsOf } from "#shared/form/totals.ts";
import { checkForm, isRequired } from "#shared/form/values.ts";

const label = { en: "Field", "zh-CN": "字段" };
const columns = [
  { type: "text", name: "what", label, required: true, maxLength: 10 },
  { type: "number", name: "pieces", label, integer: true, min: 1 },
  { type: "money", name: "amount", label, currencies: ["CNY", "USD"] },
  { type: "checkbox", name: "urgent", label },
];
const table = { type: "detailTable", name: "items", label, columns, sums: ["pieces", "amount"] };

function formOf(given: object = {}, more: object[] = []): Form {
  return Form.parse({ fields: [{ ...table, ...given }, ...more] });
}
function faults(items: unknown, given: object = {}, final = true): string[] {
  const { issues } = checkForm(formOf(given), { items }, { final });
  return issues.map(({ path, code }) => `${path} ${code}`);
}
const cny = (amount: number) => ({ amount, currency: "CNY" });
const usd = (amount: number) => ({ amount, currency: "USD" });
const good = { what: "chair", pieces: 2, amount: cny(199.9) };

describe("the rows of a detail table", () => {
  it("are kept as entered when they fit their columns", () => {
    const items = [good, { what: "desk" }];
    expect(checkForm(formOf(), { items }, { final: true })).toEqual({
      values: { items },
      issues: [],
    });
  });

  it.each<[string, unknown, string]>([
    ["a missing cell", { pieces: 1 }, "form.items.1.what required"],
    ["a long text", { what: "x".repeat(11) }, "form.items.1.what too_big"],
    ["a fraction", { what: "a", pieces: 1.5 }, "form.items.1.pieces invalid_type"],
    ["a word for a number", { what: "a", pieces: "two" }, "form.items.1.pieces invalid_type"],
    ["too little", { what: "a", pieces: 0 }, "form.items.1.pieces too_small"],
    [
      "a third decimal",
      { what: "a", amount: cny(1.005) },
      "form.items.1.amount.amount too_precise",
    ],
    [
      "a currency of nobody",
      { what: "a", amount: { amount: 1, currency: "EUR" } },
      "form.items.1.amount.currency invalid_value",
    ],
    ["a column of nobody", { what: "a", price: 1 }, "form.items.1.price unknown_field"],
    ["no row at all", "row", "form.items.1 invalid_type"],
    ["a list for a row", ["a"], "form.items.1 invalid_type"],
    ["a blank row", { urgent: false }, "form.items.1 empty_row"],
  ])("%s is told at its row", (_what, row, fault) => {
    expect(faults([good, row, good])).toEqual([fault]);
  });

  it("no list is refused, and neither is a draft kept from being incomplete", () => {
    expect(faults({ 0: good })).toEqual(["form.items invalid_type"]);
    expect(faults([{ pieces: 1 }, {}], {}, false)).toEqual([]);
  });

  it("a draft keeps the good cells beside a bad one", () => {
    const entered = { items: [good, { what: "desk", pieces: "two" }] };
    expect(checkForm(formOf(), entered, { final: false }).values).toEqual({
      items: [good, { what: "desk" }],
    });
  });

  it("are as many as the field allows", () => {
    expect(faults([good], { minRows: 2 })).toEqual(["form.items too_small"]);
    expect(faults([good, good, good], { maxRows: 2 })).toEqual(["form.items too_big"]);
    expect(faults([], { minRows: 1 })).toEqual(["form.items required"]);
    expect(faults([{}, {}], { required: true })).toEqual(["form.items required"]);
    expect(faults([{}], {})).toEqual([]);
    const [field] = formOf({ minRows: 1 }).fields;
    expect(field && isRequired(field, {})).toBe(true);
  });
});

describe("totals", () => {
  const [field] = formOf().fields;
  const totals = (rows: unknown[]) =>
    field?.type === "detailTable"
      ? totalsOf(field, rows).map(({ column, currency, total }) => [column.name, currency, total])
      : [];

  it("are exact, and of each currency by itself", () => {
    const rows = [
      { pieces: 0.1, amount: cny(0.1) },
      { pieces: 0.2, amount: cny(0.2) },
      { amount: usd(7) },
      { amount: cny(4_503_599_627_370.49) },
    ];
    expect(totals(rows)).toEqual([
      ["pieces", null, "0.3"],
      ["amount", "CNY", "4503599627370.79"],
      ["amount", "USD", "7"],
    ]);
  });

  it("of half-typed rows count what is a number by now", () => {
    const rows = [{ pieces: "2x", amount: { amount: "1", currency: "CNY" } }, null, { pieces: 3 }];
    expect(totals(rows)).toEqual([
      ["pieces", null, "3"],
      ["amount", "CNY", "0"],
    ]);
  });
});

describe("a condition on a total", () => {
  const values = { items: [{ pieces: 3, amount: cny(9_999.99) }, { amount: cny(0.01) }] };

  test.each([
    ["items.amount", 10_000, true],
    ["items.amount", 10_000.01, false],
    ["items.amount.CNY", 10_000, true],
    ["items.amount.USD", 0.01, false],
    ["items.pieces", 3, true],
  ])("%s is at least %d: %s", (field, atLeast, holdsNow) => {
    expect(holds({ field, atLeast }, values)).toBe(holdsNow);
  });

  it("without rows says nothing, whichever way it asks", () => {
    expect(holds({ field: "items.amount", atLeast: 0 }, {})).toBe(false);
    expect(holds({ field: "items.amount", lessThan: 5 }, {})).toBe(false);
    expect(holds({ field: "items.amount", lessThan: 5 }, { items: [{}] })).toBe(true);
  });

  it("never adds yuan to dollars", () => {
    const mixed = { items: [{ amount: cny(6000) }, { amount: usd(6000) }] };
    expect(sumOf("items.amount", mixed)).toBeUndefined();
    expect(sumOf("items.amount.USD", mixed)).toBe(6000);
  });

  it("decides what a later field shows", () => {
    const reason = {
      type: "text",
      name: "reason",
      label,
      required: true,
      visibleWhen: { field: "items.amount.CNY", atLeast: 10_000 },
    };
    const codes = (amount: number) =>
      checkForm(
        formOf({}, [reason]),
        { items: [{ what: "a", amount: cny(amount) }] },
        { final: true },
      ).issues.map(({ path }) => path);
    expect(codes(10_000)).toEqual(["form.reason"]);
    expect(codes(9_999.99)).toEqual([]);
  });
});
