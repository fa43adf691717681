import * as z from "zod";
import { addDecimals } from "./decimal.ts";

/** A value of a form as stored: what JSON can hold, nothing else. */
export type FormValues = Record<string, unknown>;

export type Condition =
  | { field: string; is: unknown }
  | { field: string; isNot: unknown }
  | { field: string; in: unknown[] }
  | { field: string; atLeast: number | string }
  | { field: string; lessThan: number | string }
  | { field: string; includes: unknown }
  | { field: string; filled: boolean }
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition };

const field = z.string().min(1).max(64);
const scalar = z.union([z.string().max(200), z.number(), z.boolean()]);
const bound = z.union([z.number(), z.string().max(40)]);

/** Conditions are data, never code: they come from templates and run in the browser and on the server. */
export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ field, is: scalar }),
    z.strictObject({ field, isNot: scalar }),
    z.strictObject({ field, in: z.array(scalar).min(1).max(50) }),
    z.strictObject({ field, atLeast: bound }),
    z.strictObject({ field, lessThan: bound }),
    z.strictObject({ field, includes: scalar }),
    z.strictObject({ field, filled: z.boolean() }),
    z.strictObject({ all: z.array(Condition).min(1).max(20) }),
    z.strictObject({ any: z.array(Condition).min(1).max(20) }),
    z.strictObject({ not: Condition }),
  ]),
);

/** An amount of money, or a plain number. */
function amountIn(cell: unknown): { amount: number; currency: unknown } | undefined {
  if (typeof cell === "number") return { amount: cell, currency: undefined };
  if (typeof cell !== "object" || cell === null || !("amount" in cell)) return undefined;
  const { amount } = cell;
  return typeof amount === "number" && "currency" in cell
    ? { amount, currency: cell.currency }
    : undefined;
}

/** The amounts in one column of a detail table, those of one currency if one is named. */
export function amountsOf(
  rows: readonly unknown[],
  column: string,
  currency?: string,
): { amount: number; currency: unknown }[] {
  const cells = rows.map((row) =>
    typeof row === "object" && row !== null ? (row as FormValues)[column] : undefined,
  );
  const amounts = cells.flatMap((cell) => amountIn(cell) ?? []);
  return currency === undefined ? amounts : amounts.filter((one) => one.currency === currency);
}

/**
 * The total that a condition means by `items.amount` (column `amount` of the table `items`) or, where there are
 * several currencies, by `items.amount.CNY`. Undefined without rows, and for a mix of currencies.
 */
export function sumOf(path: string, values: FormValues): number | undefined {
  const [table = "", column = "", currency] = path.split(".");
  const rows = values[table];
  if (!Array.isArray(rows)) return undefined;
  const amounts = amountsOf(rows, column, currency);
  if (new Set(amounts.map((one) => one.currency)).size > 1) return undefined;
  return Number(addDecimals(amounts.map(({ amount }) => amount)));
}

/** A choice from an outside source counts as its value; its label is for people. */
function meant(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(meant);
  const isChoice =
    typeof value === "object" && value !== null && "value" in value && "label" in value;
  return isChoice ? value.value : value;
}

function read(field: string, values: FormValues): unknown {
  return field.includes(".") ? sumOf(field, values) : meant(values[field]);
}

/** Whether a field holds something; an unticked box does not. */
export function isFilled(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === false) return false;
  return !Array.isArray(value) || value.length > 0;
}

// Money is { amount, currency }; its amount is what a bound compares.
function comparable(value: unknown): number | string | undefined {
  if (typeof value === "number" || typeof value === "string") return value;
  if (typeof value === "object" && value !== null && "amount" in value) {
    return comparable(value.amount);
  }
  return undefined;
}

function compare(value: unknown, limit: number | string): number | undefined {
  const left = comparable(value);
  if (left === undefined || typeof left !== typeof limit) return undefined;
  if (left === limit) return 0;
  return left < limit ? -1 : 1;
}

/** Whether the condition holds for these values. An absent field makes every comparison false. */
export function holds(condition: Condition, values: FormValues): boolean {
  if ("all" in condition) return condition.all.every((part) => holds(part, values));
  if ("any" in condition) return condition.any.some((part) => holds(part, values));
  if ("not" in condition) return !holds(condition.not, values);
  const value = read(condition.field, values);
  if ("filled" in condition) return isFilled(value) === condition.filled;
  if ("is" in condition) return value === condition.is;
  if ("isNot" in condition) return value !== condition.isNot;
  if ("in" in condition) return condition.in.includes(value);
  if ("includes" in condition) return Array.isArray(value) && value.includes(condition.includes);
  if ("atLeast" in condition) return (compare(value, condition.atLeast) ?? -1) >= 0;
  return (compare(value, condition.lessThan) ?? 1) < 0;
}

/** Names of the fields and totals (`items.amount`) a condition reads, for validation and for ordering. */
export function fieldsOf(condition: Condition): string[] {
  if ("all" in condition) return condition.all.flatMap(fieldsOf);
  if ("any" in condition) return condition.any.flatMap(fieldsOf);
  if ("not" in condition) return fieldsOf(condition.not);
  return [condition.field];
}
