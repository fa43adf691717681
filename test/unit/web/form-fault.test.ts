import { expect, test } from "vitest";
import type { FormField } from "#shared/form/schema.ts";
import { checkForm } from "#shared/form/values.ts";
import { faultOf } from "../../../web/src/lib/components/form/fault.ts";

const label = { en: "Field", "zh-CN": "字段" };
const name = "it";
const option = { value: "a", label };
const user = `usr_${"0".repeat(26)}`;

const table: Extract<FormField, { type: "detailTable" }> = {
  type: "detailTable",
  name,
  label,
  columns: [
    { type: "text", name: "what", label },
    { type: "number", name: "pieces", label },
  ],
  maxRows: 50,
  sums: [],
};

type Row = [fault: string, field: FormField, value: unknown];
const rows: Row[] = [
  ["tooShort", { type: "text", name, label, minLength: 3 }, "ab"],
  ["tooLong", { type: "text", name, label }, "x".repeat(501)],
  ["pattern", { type: "text", name, label, pattern: "[a-z]+" }, "A1"],
  ["tooLong", { type: "longText", name, label, maxLength: 5 }, "123456"],
  ["notANumber", { type: "number", name, label }, "12a"],
  ["wholeNumber", { type: "number", name, label, integer: true }, 1.5],
  ["atLeast", { type: "number", name, label, min: 10 }, 9],
  ["atMost", { type: "number", name, label, max: 10 }, 11],
  ["atLeast", { type: "money", name, label, currencies: ["CNY"] }, { amount: -1, currency: "CNY" }],
  [
    "twoDecimals",
    { type: "money", name, label, currencies: ["CNY"] },
    { amount: 1.234, currency: "CNY" },
  ],
  [
    "notANumber",
    { type: "money", name, label, currencies: ["CNY"] },
    { amount: "x", currency: "CNY" },
  ],
  ["notBefore", { type: "date", name, label, min: "2026-01-01" }, "2025-12-31"],
  ["notAfter", { type: "date", name, label, max: "2026-01-01" }, "2026-01-02"],
  ["unfinished", { type: "date", name, label }, "unfinished"],
  ["unfinished", { type: "dateTime", name, label }, "unfinished"],
  ["bothDays", { type: "dateRange", name, label }, { from: "2026-01-01" }],
  ["endsBeforeStart", { type: "dateRange", name, label }, { from: "2026-01-02", to: "2026-01-01" }],
  ["choose", { type: "select", name, label, options: [option] }, "gone"],
  ["choose", { type: "multiSelect", name, label, options: [option] }, ["gone"]],
  ["choosePerson", { type: "user", name, label }, "bob"],
  ["choose", { type: "service", name, label }, "payments"],
  ["tooFewRows", { ...table, minRows: 2 }, [{ what: "a" }]],
  ["tooManyRows", { ...table, maxRows: 1 }, [{ what: "a" }, { what: "b" }]],
  ["emptyRow", table, [{ what: "a" }, {}]],
  ["tooManyFiles", { type: "attachment", name, label, maxFiles: 1 }, [user, user]],
];

test.each(rows)("the check's finding is told as %s", (fault, field, value) => {
  const field2 = field.type === "attachment" ? { ...field, maxFiles: 1 } : field;
  const values =
    field.type === "attachment" ? [1, 2].map((n) => `att_${String(n).padStart(26, "0")}`) : value;
  const [issue] = checkForm(
    { fields: [field2], summary: [] },
    { it: values },
    { final: true },
  ).issues;
  expect(faultOf(field, issue?.code ?? "none", value).key).toBe(`form.fault.${fault}`);
});

test("every type says in its own words that it is missing", () => {
  const missing = (field: FormField) => faultOf(field, "required", undefined).key;
  expect(missing({ type: "text", name, label })).toBe("form.fault.fillIn");
  expect(missing({ type: "checkbox", name, label })).toBe("form.fault.tick");
  expect(missing({ type: "attachment", name, label, maxFiles: 1 })).toBe("form.fault.addFile");
});

test("what only the server can find out is told in words of its own", () => {
  const service: FormField = { type: "service", name, label };
  expect(faultOf(service, "not_found", "svc").key).toBe("form.fault.serviceGone");
  expect(faultOf(table, "not_offered", undefined).key).toBe("form.fault.notOffered");
  expect(faultOf(table, "not_confirmed", undefined).key).toBe("form.fault.notConfirmed");
});

test("a code nobody foresaw is still told, without a bound that is not there", () => {
  const field: FormField = { type: "number", name, label };
  expect(faultOf(field, "brand_new", 1).key).toBe("common.issue.invalid");
  expect(faultOf(field, "too_small", -1e16).key).toBe("common.issue.invalid");
});
