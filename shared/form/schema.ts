import * as z from "zod";
import { Condition } from "#shared/core/condition.ts";
import { Bilingual } from "#shared/core/text.ts";
import {
  CheckboxField,
  common,
  DateField,
  FieldName,
  LongTextField,
  MoneyField,
  MultiSelectField,
  NumberField,
  RadioField,
  SelectField,
  TextField,
} from "./simple.ts";

export { FieldName };

/** Rows are all alike, so a column knows no conditions. */
const always = { visibleWhen: true, requiredWhen: true } as const;

/** One column of a detail table: a simple field, checked in every row. */
export const Column = z.discriminatedUnion("type", [
  TextField.omit(always),
  NumberField.omit(always),
  MoneyField.omit(always),
  DateField.omit(always),
  SelectField.omit(always),
  CheckboxField.omit(always),
]);
export type Column = z.infer<typeof Column>;

const mostRows = 200;

const DetailTableField = z.strictObject({
  type: z.literal("detailTable"),
  ...common,
  columns: z.array(Column).min(2).max(12),
  minRows: z.number().int().min(0).max(mostRows).optional(),
  maxRows: z.number().int().min(1).max(mostRows).default(50),
  /** Columns of numbers or money whose totals stand below the table. */
  sums: z.array(FieldName).max(12).default([]),
});

/** `data.items`, own keys only; a number is a place in a list. */
const path = z.string().regex(/^[\w-]{1,40}(\.[\w-]{1,40}){0,7}$/, "a dotted path");

// No slot before the first slash: what a person enters must not choose the host.
const sourceUrl = /^(https?:\/\/[^/?#{}@\s\\]+|\{\{platform\.url\}\})([/?][^\s#\\]*)?$/;

const ExternalField = z.strictObject({
  type: z.literal("external"),
  ...common,
  /** `{{field}}` stands for the value of an earlier field, percent-encoded. */
  url: z.string().max(2000).regex(sourceUrl, "an https address, slots only behind the host"),
  method: z.literal("GET").optional(),
  /** Where the list stands in the answer; empty: the answer is the list. */
  itemsPath: z.union([z.literal(""), path]).default(""),
  valuePath: path,
  labelPath: path,
  timeoutSeconds: z.number().int().min(1).max(10).default(5),
  cacheSeconds: z.number().int().min(0).max(3600).default(60),
  multiple: z.boolean().optional(),
});

/** One field of a form as a template author writes it. Bounds are inclusive. */
export const FormField = z.discriminatedUnion("type", [
  TextField,
  LongTextField,
  NumberField,
  MoneyField,
  DateField,
  z.strictObject({ type: z.literal("dateTime"), ...common }),
  z.strictObject({ type: z.literal("dateRange"), ...common }),
  SelectField,
  RadioField,
  MultiSelectField,
  CheckboxField,
  z.strictObject({ type: z.literal("user"), ...common }),
  z.strictObject({ type: z.literal("department"), ...common }),
  z.strictObject({ type: z.literal("service"), ...common }),
  z.strictObject({
    type: z.literal("attachment"),
    ...common,
    maxFiles: z.number().int().min(1).max(20).default(5),
  }),
  DetailTableField,
  ExternalField,
  z.strictObject({
    type: z.literal("note"),
    name: FieldName,
    text: Bilingual,
    visibleWhen: Condition.optional(),
  }),
]);
export type FormField = z.infer<typeof FormField>;
export type DetailTable = Extract<FormField, { type: "detailTable" }>;
export type External = Extract<FormField, { type: "external" }>;

/** A choice from an outside source: what it means there, and what a person reads. */
export const ExternalOption = z.strictObject({
  value: z.string().min(1).max(200),
  label: z.string().min(1).max(300),
});
export type ExternalOption = z.infer<typeof ExternalOption>;

/** A form: fields in reading order. `title` and `summary` name the fields that lists show. */
export const Form = z.strictObject({
  fields: z.array(FormField).min(1).max(80),
  /** Up to three fields shown on cards and lists beside the title. */
  summary: z.array(FieldName).max(3).default([]),
});
export type Form = z.infer<typeof Form>;
