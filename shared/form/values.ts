import * as z from "zod";
import { holds, type FormValues } from "#shared/core/condition.ts";
import type { Issue } from "#shared/core/error.ts";
import type { DetailTable, Form, FormField } from "./schema.ts";
import * as part from "./value-parts.ts";

/** What a filled field must look like. The same schema runs in the browser and on the server. */
export function valueSchema(field: FormField): z.ZodType {
  switch (field.type) {
    case "text":
      return field.pattern === undefined
        ? part.text(field.minLength, field.maxLength)
        : part
            .text(field.minLength, field.maxLength)
            .regex(new RegExp(`^(?:${field.pattern})$`, "u"));
    case "longText":
      return part.text(field.minLength, field.maxLength ?? part.longest);
    case "number":
      return part.number(field.min, field.max, field.integer);
    case "money":
      return part.money(field);
    case "date":
      return part.date(field);
    case "dateTime":
      return z.iso.datetime({ offset: true });
    case "dateRange":
      return part.dateRange;
    case "select":
    case "radio":
      return part.choice(field);
    case "multiSelect":
      return z
        .array(part.choice(field))
        .max(field.options.length)
        .refine(part.isDistinct, "chosen twice");
    case "checkbox":
      return z.boolean();
    case "user":
      return z.string().regex(/^usr_[0-9A-Z]{26}$/);
    case "department":
      return z.string().regex(/^dep_[0-9A-Z]{26}$/);
    case "service":
      return z.string().regex(/^svc_[0-9A-Z]{26}$/);
    case "attachment":
      return z.array(z.string().regex(/^att_[0-9A-Z]{26}$/)).max(field.maxFiles);
    case "detailTable":
      return part.rows(field.maxRows);
    case "external":
      return part.external(field);
    case "note":
      return z.never();
  }
}

/** A row in which nobody entered anything. */
function isBlank(row: unknown): boolean {
  return (
    typeof row === "object" &&
    row !== null &&
    Object.values(row).every((cell) => cell === false || isEmpty(cell))
  );
}

/** Nothing was entered: not the same as `false` or `0`. A table of blank rows is empty too. */
export function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === "" ||
    (Array.isArray(value) && value.every(isBlank))
  );
}

export function isVisible(field: FormField, values: FormValues): boolean {
  return field.visibleWhen === undefined || holds(field.visibleWhen, values);
}

export function isRequired(field: FormField, values: FormValues): boolean {
  if (field.type === "note") return false;
  if (field.required === true) return true;
  if (field.type === "detailTable" && (field.minRows ?? 0) > 0) return true;
  return field.requiredWhen !== undefined && holds(field.requiredWhen, values);
}

function issueAt(path: string, code: string, message: string): Issue {
  return { path, code, message };
}

function issuesOf(name: string, error: z.ZodError): Issue[] {
  return error.issues.map((issue) =>
    issueAt(
      ["form", name, ...issue.path].join("."),
      issue.code === "custom" ? String(issue.params?.["code"] ?? "custom") : issue.code,
      issue.message,
    ),
  );
}

function missing(field: FormField, value: unknown): boolean {
  if (field.type === "checkbox") return value !== true;
  return isEmpty(value);
}

type Checked = { values: FormValues; issues: Issue[] };
type Options = { final: boolean };
type CheckedValue = { value: unknown; issues: Issue[] };

/** Rows keep their places, so that a fault of the fourth one is told at the fourth one. */
function checkRows(field: DetailTable, rows: FormValues[], options: Options): CheckedValue {
  const form: Form = { fields: field.columns, summary: [] };
  const at = `form.${field.name}`;
  const issues: Issue[] = [];
  if (options.final && rows.length < (field.minRows ?? 0)) {
    issues.push(issueAt(at, "too_small", `at least ${field.minRows} rows`));
  }
  const value = rows.map((row, index) => {
    if (options.final && isBlank(row)) {
      issues.push(issueAt(`${at}.${index}`, "empty_row", "Fill in or remove this row."));
      return {};
    }
    const checked = checkForm(form, row, options);
    issues.push(
      ...checked.issues.map((issue) => ({
        ...issue,
        path: issue.path.replace(/^form/, `${at}.${index}`),
      })),
    );
    return checked.values;
  });
  return { value, issues };
}

function checkValue(field: FormField, value: unknown, options: Options): CheckedValue {
  const parsed = valueSchema(field).safeParse(value);
  if (!parsed.success) return { value: undefined, issues: issuesOf(field.name, parsed.error) };
  if (field.type !== "detailTable") return { value: parsed.data, issues: [] };
  return checkRows(field, parsed.data as FormValues[], options);
}

/**
 * Checks what a person entered against the form. `final: false` (a draft) lets required fields stay empty.
 * Values of hidden fields are dropped, unknown names are refused; the result holds only clean values.
 */
export function checkForm(form: Form, entered: FormValues, options: Options): Checked {
  const issues: Issue[] = unknownFields(form, entered);
  const values: FormValues = {};
  for (const field of form.fields) {
    if (field.type === "note" || !isVisible(field, values)) continue;
    const value = entered[field.name];
    if (options.final && isRequired(field, values) && missing(field, value)) {
      issues.push(issueAt(`form.${field.name}`, "required", "This field is required."));
      continue;
    }
    if (isEmpty(value)) continue;
    const checked = checkValue(field, value, options);
    if (checked.value !== undefined) values[field.name] = checked.value;
    issues.push(...checked.issues);
  }
  return { values, issues };
}

function unknownFields(form: Form, entered: FormValues): Issue[] {
  const known = new Set(
    form.fields.filter((field) => field.type !== "note").map((field) => field.name),
  );
  return Object.keys(entered)
    .filter((name) => !known.has(name))
    .map((name) => issueAt(`form.${name.slice(0, 64)}`, "unknown_field", "No such field."));
}

/** What an empty form starts with. */
export function defaultsOf(form: Pick<Form, "fields">): FormValues {
  const pairs = form.fields.flatMap((field) =>
    "default" in field && field.default !== undefined ? [[field.name, field.default] as const] : [],
  );
  return Object.fromEntries(pairs);
}

/** Ids of the files a form refers to. */
export function attachmentIdsOf(form: Form, values: FormValues): string[] {
  return form.fields
    .filter((field) => field.type === "attachment")
    .flatMap((field) => (values[field.name] as string[] | undefined) ?? []);
}
