import { amountsOf } from "#shared/core/condition.ts";
import { addDecimals } from "#shared/core/decimal.ts";
import type { Column, DetailTable } from "./schema.ts";

/** The total of one column, of one currency if it is money. `total` is an exact decimal. */
export type Total = { column: Column; currency: string | null; total: string };

function totalsIn(column: Column, rows: readonly unknown[]): Total[] {
  const add = (currency?: string) =>
    addDecimals(amountsOf(rows, column.name, currency).map(({ amount }) => amount));
  if (column.type !== "money") return [{ column, currency: null, total: add() }];
  const used = new Set(amountsOf(rows, column.name).map(({ currency }) => currency));
  const shown = column.currencies.filter((currency) => used.has(currency));
  const currencies = shown.length > 0 ? shown : column.currencies.slice(0, 1);
  return currencies.map((currency) => ({ column, currency, total: add(currency) }));
}

/** What stands below a detail table, in the order of its columns; cells that hold no amount count nothing. */
export function totalsOf(field: DetailTable, rows: readonly unknown[]): Total[] {
  return field.columns
    .filter(({ name }) => field.sums.includes(name))
    .flatMap((column) => totalsIn(column, rows));
}
