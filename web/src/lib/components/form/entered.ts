import type { FormValues } from "#shared/core/condition.ts";
import type { Column, Form, FormField } from "#shared/form/schema.ts";
import { asRows } from "./control.ts";
import { parseNumber } from "./number-text.ts";

/** What stands for a date that was begun but not finished: it must not pass for an empty one. */
export const unfinished = "unfinished";

/** Numbers are kept as typed until here; what is no number stays text, so that the check refuses it. */
function amountOf(typed: unknown): unknown {
  if (typeof typed !== "string") return typed;
  if (typed.trim() === "") return undefined;
  const amount = parseNumber(typed);
  return Number.isNaN(amount) ? typed : amount;
}

function part(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function moneyOf(typed: unknown): unknown {
  const amount = amountOf(part(typed, "amount"));
  return amount === undefined ? undefined : { amount, currency: part(typed, "currency") };
}

function rangeOf(typed: unknown): unknown {
  const from = part(typed, "from") || undefined;
  const to = part(typed, "to") || undefined;
  return from === undefined && to === undefined ? undefined : { from, to };
}

function textOf(typed: unknown, isLong: boolean): unknown {
  if (typeof typed !== "string") return typed;
  return isLong && typed.trim() !== "" ? typed : typed.trim();
}

/** A row of a detail table; cells in which nothing was entered are left out. */
export function rowOf(columns: Column[], typed: FormValues): FormValues {
  return valuesOf({ fields: columns }, typed);
}

/** The value of one field as the check and the server want it. */
export function valueOf(field: FormField, typed: unknown): unknown {
  switch (field.type) {
    case "text":
      return textOf(typed, false);
    case "longText":
      return textOf(typed, true);
    case "number":
      return amountOf(typed);
    case "money":
      return moneyOf(typed);
    case "dateRange":
      return rangeOf(typed);
    case "checkbox":
      return typed === false ? undefined : typed;
    case "detailTable":
      return typed === undefined
        ? undefined
        : asRows(typed).map((row) => rowOf(field.columns, row));
    default:
      return typed;
  }
}

/** Everything typed into a form, as values. Names that the form does not have are left out. */
export function valuesOf(form: Pick<Form, "fields">, typed: FormValues): FormValues {
  const pairs = form.fields.flatMap((field) => {
    const value = field.type === "note" ? undefined : valueOf(field, typed[field.name]);
    return value === undefined || value === "" ? [] : [[field.name, value] as const];
  });
  return Object.fromEntries(pairs);
}
