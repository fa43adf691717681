import { expect, test } from "vitest";
import type { Form } from "#shared/form/schema.ts";
import { checkForm } from "#shared/form/values.ts";
import { unfinished, valuesOf } from "../../../web/src/lib/components/form/entered.ts";
import { parseNumber } from "../../../web/src/lib/components/form/number-text.ts";

const label = { en: "Field", "zh-CN": "字段" };
const form: Form = {
  summary: [],
  fields: [
    { type: "text", name: "host", label },
    { type: "longText", name: "reason", label },
    { type: "number", name: "disk", label },
    { type: "money", name: "cost", label, currencies: ["CNY", "USD"] },
    { type: "dateRange", name: "trip", label },
    { type: "date", name: "day", label },
    { type: "checkbox", name: "agree", label },
    { type: "note", name: "hint", text: label },
  ],
};

test.each([
  ["12", 12],
  [" 1 234.5 ", 1234.5],
  ["1,234,567.89", 1234567.89],
  ["１２．５", 12.5],
  ["-3", -3],
  [".5", 0.5],
  ["5.", 5],
])("%j is understood as the number %d", (text, number) => {
  expect(parseNumber(text)).toBe(number);
});

test.each(["12a", "1,23", "1e5", "0x1f", "--1", ".", "", "１２三"])("%j is no number", (text) => {
  expect(parseNumber(text)).toBeNaN();
});

test("what is no number stays as typed, and the check refuses it", () => {
  const values = valuesOf(form, { disk: "12a", cost: { amount: "about 5", currency: "CNY" } });
  expect(values).toEqual({ disk: "12a", cost: { amount: "about 5", currency: "CNY" } });
  expect(checkForm(form, values, { final: true }).issues.map(({ path }) => path)).toEqual([
    "form.disk",
    "form.cost.amount",
  ]);
});

test("an empty amount, range, text or box is no value at all", () => {
  const typed = {
    host: "  ",
    reason: " \n ",
    disk: " ",
    cost: { amount: "", currency: "USD" },
    trip: { from: "", to: "" },
    agree: false,
  };
  expect(valuesOf(form, typed)).toEqual({});
});

test("half a range and an unfinished date are refused, not dropped", () => {
  const values = valuesOf(form, { trip: { from: "2026-01-01", to: "" }, day: unfinished });
  const { issues } = checkForm(form, values, { final: false });
  expect(issues.map(({ path }) => path)).toEqual(["form.trip.to", "form.day"]);
});

test("a line loses its outer blanks, a long text keeps its shape", () => {
  expect(valuesOf(form, { host: " web-1 ", reason: "  - one\n  - two" })).toEqual({
    host: "web-1",
    reason: "  - one\n  - two",
  });
});

test("names of an older form are left out", () => {
  expect(valuesOf(form, { host: "web-1", gone: "x", hint: "y" })).toEqual({ host: "web-1" });
});

test("rows of a table are read cell by cell and keep their places", () => {
  const table: Form = {
    summary: [],
    fields: [
      {
        type: "detailTable",
        name: "items",
        label,
        columns: [
          { type: "text", name: "what", label },
          { type: "number", name: "pieces", label },
          { type: "money", name: "amount", label, currencies: ["CNY"] },
          { type: "checkbox", name: "urgent", label },
        ],
        maxRows: 50,
        sums: [],
      },
    ],
  };
  const typed = {
    items: [
      { what: " desk ", pieces: "1,200", amount: { amount: "", currency: "CNY" }, urgent: false },
      {},
      { pieces: "2x", gone: "x" },
    ],
  };
  const values = valuesOf(table, typed);
  expect(values).toEqual({ items: [{ what: "desk", pieces: 1200 }, {}, { pieces: "2x" }] });
  const { issues } = checkForm(table, values, { final: true });
  expect(issues.map(({ path, code }) => `${path} ${code}`)).toEqual([
    "form.items.1 empty_row",
    "form.items.2.pieces invalid_type",
  ]);
  expect(valuesOf(table, {})).toEqual({});
});
