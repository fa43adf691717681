import * as z from "zod";
import { ExternalOption, type External, type FormField } from "./schema.ts";

export const longest = 10_000;
const mostChosen = 50;

export function text(min: number | undefined, max: number | undefined): z.ZodString {
  return z
    .string()
    .min(min ?? 0)
    .max(Math.min(max ?? 500, longest));
}

export function number(
  min: number | undefined,
  max: number | undefined,
  integer = false,
): z.ZodType {
  const base = (integer ? z.number().int() : z.number()).min(min ?? -1e15);
  return base.max(max ?? 1e15);
}

export function choice(field: { options: { value: string }[] }): z.ZodType {
  return z.enum(field.options.map((option) => option.value) as [string, ...string[]]);
}

function twoDecimals(amount: number): boolean {
  return Math.abs(Math.round(amount * 100) - amount * 100) < 1e-6 * Math.max(1, Math.abs(amount));
}

export function money(
  field: Pick<Extract<FormField, { type: "money" }>, "min" | "max" | "currencies">,
): z.ZodType {
  return z.strictObject({
    amount: z
      .number()
      .min(field.min ?? 0)
      .max(field.max ?? 1e12)
      .refine(twoDecimals, { message: "at most two decimals", params: { code: "too_precise" } }),
    currency: z.enum(field.currencies as [string, ...string[]]),
  });
}

export function date({
  min,
  max,
}: {
  min?: string | undefined;
  max?: string | undefined;
}): z.ZodType {
  return z.iso
    .date()
    .refine((day) => min === undefined || day >= min, {
      message: `not before ${min}`,
      params: { code: "too_small" },
    })
    .refine((day) => max === undefined || day <= max, {
      message: `not after ${max}`,
      params: { code: "too_big" },
    });
}

export const dateRange = z
  .strictObject({ from: z.iso.date(), to: z.iso.date() })
  .refine((span) => span.from <= span.to, {
    path: ["to"],
    message: "ends before it starts",
    params: { code: "ends_before_start" },
  });

export function isDistinct(values: unknown[]): boolean {
  return new Set(values).size === values.length;
}

/** Whether the source offers it is the server's to say, when the form is handed in. */
export function external(field: Pick<External, "multiple">): z.ZodType {
  if (field.multiple !== true) return ExternalOption;
  const values = (chosen: ExternalOption[]) => chosen.map(({ value }) => value);
  return z
    .array(ExternalOption)
    .max(mostChosen)
    .refine((chosen) => isDistinct(values(chosen)), "chosen twice");
}

/** The shape of a detail table; what is in its rows is checked field by field. */
export function rows(maxRows: number): z.ZodType<Record<string, unknown>[]> {
  return z.array(z.record(z.string(), z.unknown())).max(maxRows);
}
