import * as z from "zod";
import { Condition } from "#shared/core/condition.ts";
import { Bilingual } from "#shared/core/text.ts";

export const FieldName = z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/, "a lower-case identifier");

const Option = z.strictObject({
  value: z.string().regex(/^[\w.-]{1,60}$/, "letters, digits, dot, dash, underscore"),
  label: Bilingual,
});

/** What every field that holds a value has. */
export const common = {
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

export const TextField = z.strictObject({
  type: z.literal("text"),
  ...common,
  ...length,
  pattern: z.string().max(200).optional(),
  default: z.string().max(2000).optional(),
});

export const LongTextField = z.strictObject({
  type: z.literal("longText"),
  ...common,
  ...length,
  default: z.string().max(10_000).optional(),
});

export const NumberField = z.strictObject({
  type: z.literal("number"),
  ...common,
  ...range,
  integer: z.boolean().optional(),
  unit: Bilingual.optional(),
  default: z.number().optional(),
});

export const MoneyField = z.strictObject({
  type: z.literal("money"),
  ...common,
  ...range,
  currencies: z
    .array(z.string().regex(/^[A-Z]{3}$/))
    .min(1)
    .max(20),
});

export const DateField = z.strictObject({
  type: z.literal("date"),
  ...common,
  min: day.optional(),
  max: day.optional(),
});

export const SelectField = z.strictObject({
  type: z.literal("select"),
  ...common,
  ...options,
  default: z.string().optional(),
});

export const RadioField = z.strictObject({
  type: z.literal("radio"),
  ...common,
  ...options,
  default: z.string().optional(),
});

export const MultiSelectField = z.strictObject({
  type: z.literal("multiSelect"),
  ...common,
  ...options,
  default: z.array(z.string()).optional(),
});

export const CheckboxField = z.strictObject({
  type: z.literal("checkbox"),
  ...common,
  default: z.boolean().optional(),
});
