import * as z from "zod";
import { holds, type FormValues } from "#shared/core/condition.ts";
import type { Issue } from "#shared/core/error.ts";
import type { Form, FormField } from "./schema.ts";

const longest = 10_000;

function text(min: number | undefined, max: number | undefined): z.ZodString {
  return z
    .string()
    .min(min ?? 0)
    .max(Math.min(max ?? 500, longest));
}

function number(min: number | undefined, max: number | undefined, integer = false): z.ZodType {
  const base = (integer ? z.number().int() : z.number()).min(min ?? -1e15);
  return base.max(max ?? 1e15);
}

function choice(field: { options: { value: string }[] }): z.ZodType {
  return z.enum(field.options.map((option) => option.value) as [string, ...string[]]);
}

function twoDecimals(amount: number): boolean {
  return Math.abs(Math.round(amount * 100) - amount * 100) < 1e-6 * Math.max(1, Math.abs(amount));
}

function money(field: Extract<FormField, { type: "money" }>): z.ZodType {
  return z.strictObject({
    amount: z
      .number()
      .min(field.min ?? 0)
      .max(field.max ?? 1e12)
      .refine(twoDecimals, { message: "at most two decimals", params: { code: "too_precise" } }),
    currency: z.enum(field.currencies as [string, ...string[]]),
  });
}

function date(field: Extract<FormField, { type: "date" }>): z.ZodType {
  return z.iso
    .date()
    .refine((day) => field.min === undefined || day >= field.min, {
      message: `not before ${field.min}`,
      params: { code: "too_small" },
    })
    .refine((day) => field.max === undefined || day <= field.max, {
      message: `not after ${field.max}`,
      params: { code: "too_big" },
    });
}

/** What a filled field must look like. The same schema runs in the browser and on the server. */
export function valueSchema(field: FormField): z.ZodType {
  switch (field.type) {
    case "text":
      return field.pattern === undefined
        ? text(field.minLength, field.maxLength)
        : text(field.minLength, field.maxLength).regex(new RegExp(`^(?:${field.pattern})$`, "u"));
    case "longText":
      return text(field.minLength, field.maxLength ?? longest);
    case "number":
      return number(field.min, field.max, field.integer);
    case "money":
      return money(field);
    case "date":
      return date(field);
    case "dateTime":
      return z.iso.datetime({ offset: true });
    case "dateRange":
      return z
        .strictObject({ from: z.iso.date(), to: z.iso.date() })
        .refine((span) => span.from <= span.to, {
          path: ["to"],
          message: "ends before it starts",
          params: { code: "ends_before_start" },
        });
    case "select":
    case "radio":
      return choice(field);
    case "multiSelect":
      return z.array(choice(field)).max(field.options.length).refine(isDistinct, "chosen twice");
    case "checkbox":
      return z.boolean();
    case "user":
      return z.string().regex(/^usr_[0-9A-Z]{26}$/);
    case "department":
      return z.string().regex(/^dep_[0-9A-Z]{26}$/);
    case "attachment":
      return z.array(z.string().regex(/^att_[0-9A-Z]{26}$/)).max(field.maxFiles);
    case "note":
      return z.never();
  }
}

function isDistinct(values: unknown[]): boolean {
  return new Set(values).size === values.length;
}

/** Nothing was entered: not the same as `false` or `0`. */
export function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === "" ||
    (Array.isArray(value) && value.length === 0)
  );
}

export function isVisible(field: FormField, values: FormValues): boolean {
  return field.visibleWhen === undefined || holds(field.visibleWhen, values);
}

export function isRequired(field: FormField, values: FormValues): boolean {
  if (field.type === "note") return false;
  if (field.required === true) return true;
  return field.requiredWhen !== undefined && holds(field.requiredWhen, values);
}

function issuesOf(name: string, error: z.ZodError): Issue[] {
  return error.issues.map((issue) => ({
    path: ["form", name, ...issue.path].join("."),
    code: issue.code === "custom" ? String(issue.params?.["code"] ?? "custom") : issue.code,
    message: issue.message,
  }));
}

function missing(field: FormField, value: unknown): boolean {
  if (field.type === "checkbox") return value !== true;
  return isEmpty(value);
}

type Checked = { values: FormValues; issues: Issue[] };

/**
 * Checks what a person entered against the form. `final: false` (a draft) lets required fields stay empty.
 * Values of hidden fields are dropped, unknown names are refused; the result holds only clean values.
 */
export function checkForm(form: Form, entered: FormValues, options: { final: boolean }): Checked {
  const issues: Issue[] = unknownFields(form, entered);
  const values: FormValues = {};
  for (const field of form.fields) {
    if (field.type === "note" || !isVisible(field, values)) continue;
    const value = entered[field.name];
    if (options.final && isRequired(field, values) && missing(field, value)) {
      issues.push({
        path: `form.${field.name}`,
        code: "required",
        message: "This field is required.",
      });
      continue;
    }
    if (isEmpty(value)) continue;
    const parsed = valueSchema(field).safeParse(value);
    if (parsed.success) values[field.name] = parsed.data;
    else issues.push(...issuesOf(field.name, parsed.error));
  }
  return { values, issues };
}

function unknownFields(form: Form, entered: FormValues): Issue[] {
  const known = new Set(
    form.fields.filter((field) => field.type !== "note").map((field) => field.name),
  );
  return Object.keys(entered)
    .filter((name) => !known.has(name))
    .map((name) => ({
      path: `form.${name.slice(0, 64)}`,
      code: "unknown_field",
      message: "No such field.",
    }));
}

/** What an empty form starts with. */
export function defaultsOf(form: Form): FormValues {
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
