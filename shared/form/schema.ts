import * as z from "zod";
import { Condition } from "#shared/core/condition.ts";
import { Bilingual } from "#shared/core/text.ts";

export const FieldName = z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/, "a lower-case identifier");

const Option = z.strictObject({
  value: z.string().regex(/^[\w.-]{1,60}$/, "letters, digits, dot, dash, underscore"),
  label: Bilingual,
});

const shared = {
  name: FieldName,
  label: Bilingual,
  help: Bilingual.optional(),
  required: z.boolean().optional(),
  visibleWhen: Condition.optional(),
  requiredWhen: Condition.optional(),
};

const length = {
  minLength: z.number().int().min(0).max(10_000).optional(),
  maxLength: z.number().int().min(1).max(10_000).optional(),
};

const range = { min: z.number().optional(), max: z.number().optional() };
const options = { options: z.array(Option).min(1).max(200) };
const day = z.iso.date();

/** One field of a form as a template author writes it. Bounds are inclusive. */
export const FormField = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("text"),
    ...shared,
    ...length,
    pattern: z.string().max(200).optional(),
    default: z.string().max(2000).optional(),
  }),
  z.strictObject({
    type: z.literal("longText"),
    ...shared,
    ...length,
    default: z.string().max(10_000).optional(),
  }),
  z.strictObject({
    type: z.literal("number"),
    ...shared,
    ...range,
    integer: z.boolean().optional(),
    unit: Bilingual.optional(),
    default: z.number().optional(),
  }),
  z.strictObject({
    type: z.literal("money"),
    ...shared,
    ...range,
    currencies: z
      .array(z.string().regex(/^[A-Z]{3}$/))
      .min(1)
      .max(20),
  }),
  z.strictObject({ type: z.literal("date"), ...shared, min: day.optional(), max: day.optional() }),
  z.strictObject({ type: z.literal("dateTime"), ...shared }),
  z.strictObject({ type: z.literal("dateRange"), ...shared }),
  z.strictObject({
    type: z.literal("select"),
    ...shared,
    ...options,
    default: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal("radio"),
    ...shared,
    ...options,
    default: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal("multiSelect"),
    ...shared,
    ...options,
    default: z.array(z.string()).optional(),
  }),
  z.strictObject({ type: z.literal("checkbox"), ...shared, default: z.boolean().optional() }),
  z.strictObject({ type: z.literal("user"), ...shared }),
  z.strictObject({ type: z.literal("department"), ...shared }),
  z.strictObject({
    type: z.literal("attachment"),
    ...shared,
    maxFiles: z.number().int().min(1).max(20).default(5),
  }),
  z.strictObject({
    type: z.literal("note"),
    name: FieldName,
    text: Bilingual,
    visibleWhen: Condition.optional(),
  }),
]);
export type FormField = z.infer<typeof FormField>;

/** A form: fields in reading order. `title` and `summary` name the fields that lists show. */
export const Form = z.strictObject({
  fields: z.array(FormField).min(1).max(80),
  /** Up to three fields shown on cards and lists beside the title. */
  summary: z.array(FieldName).max(3).default([]),
});
export type Form = z.infer<typeof Form>;
