import type { FormField } from "#shared/form/schema.ts";
import type { MessageKey } from "#lib/i18n/catalog.ts";

/** A sentence of the messages with what it needs; bounds are still raw. */
export type Fault = {
  key: MessageKey;
  count?: number;
  /** A bound: a number, or a day `YYYY-MM-DD`. */
  limit?: number | string;
};

type Finder = (field: FormField, value: unknown) => Fault | undefined;

const requiredKeys: Partial<Record<FormField["type"], MessageKey>> = {
  select: "form.fault.choose",
  radio: "form.fault.choose",
  multiSelect: "form.fault.chooseSome",
  department: "form.fault.choose",
  user: "form.fault.choosePerson",
  service: "form.fault.choose",
  external: "form.fault.choose",
  detailTable: "form.fault.addRow",
  attachment: "form.fault.addFile",
  checkbox: "form.fault.tick",
  date: "form.fault.chooseDay",
  dateTime: "form.fault.chooseTime",
  dateRange: "form.fault.bothDays",
};

const tooSmall: Finder = (field) => {
  if (field.type === "text" || field.type === "longText")
    return { key: "form.fault.tooShort", count: field.minLength ?? 1 };
  if (field.type === "number") return { key: "form.fault.atLeast", limit: field.min };
  if (field.type === "money") return { key: "form.fault.atLeast", limit: field.min ?? 0 };
  if (field.type === "date") return { key: "form.fault.notBefore", limit: field.min };
  if (field.type === "detailTable")
    return { key: "form.fault.tooFewRows", count: field.minRows ?? 1 };
  return undefined;
};

const tooBig: Finder = (field) => {
  if (field.type === "text") return { key: "form.fault.tooLong", count: field.maxLength ?? 500 };
  if (field.type === "longText")
    return { key: "form.fault.tooLong", count: field.maxLength ?? 10_000 };
  if (field.type === "number") return { key: "form.fault.atMost", limit: field.max ?? 1e15 };
  if (field.type === "money") return { key: "form.fault.atMost", limit: field.max ?? 1e12 };
  if (field.type === "date") return { key: "form.fault.notAfter", limit: field.max };
  if (field.type === "attachment") return { key: "form.fault.tooManyFiles", count: field.maxFiles };
  if (field.type === "detailTable") return { key: "form.fault.tooManyRows", count: field.maxRows };
  return undefined;
};

const wrongKind: Finder = (field, value) => {
  if (field.type === "number" && typeof value === "number")
    return { key: "form.fault.wholeNumber" };
  if (field.type === "number" || field.type === "money") return { key: "form.fault.notANumber" };
  if (field.type === "dateRange") return { key: "form.fault.bothDays" };
  return undefined;
};

const wrongForm: Finder = (field) => {
  if (field.type === "text") return { key: "form.fault.pattern" };
  if (field.type === "date" || field.type === "dateTime") return { key: "form.fault.unfinished" };
  if (field.type === "dateRange") return { key: "form.fault.bothDays" };
  if (field.type === "user") return { key: "form.fault.choosePerson" };
  if (field.type === "service") return { key: "form.fault.choose" };
  return undefined;
};

const finders: Record<string, Finder> = {
  required: (field) => ({ key: requiredKeys[field.type] ?? "form.fault.fillIn" }),
  too_small: tooSmall,
  too_big: tooBig,
  invalid_type: wrongKind,
  invalid_format: wrongForm,
  invalid_value: () => ({ key: "form.fault.choose" }),
  too_precise: () => ({ key: "form.fault.twoDecimals" }),
  ends_before_start: () => ({ key: "form.fault.endsBeforeStart" }),
  not_uploaded: () => ({ key: "form.fault.notUploaded" }),
  empty_row: () => ({ key: "form.fault.emptyRow" }),
  not_found: (field) => (field.type === "service" ? { key: "form.fault.serviceGone" } : undefined),
  not_offered: () => ({ key: "form.fault.notOffered" }),
  not_confirmed: () => ({ key: "form.fault.notConfirmed" }),
  unknown_field: () => ({ key: "form.fault.unknownField" }),
};

/** What to tell about an issue of this field, by the code and never by the server's English. */
export function faultOf(field: FormField, code: string, value: unknown): Fault {
  const fault = finders[code]?.(field, value);
  if (fault && (fault.limit !== undefined || !("limit" in fault))) return fault;
  return { key: "common.issue.invalid" };
}
