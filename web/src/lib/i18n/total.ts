import type { Total } from "#shared/form/totals.ts";
import { formatDecimal } from "./format.ts";
import { inMine } from "./i18n.svelte.ts";

/** The total of a column as a person reads it, every digit of it. */
export function formatTotal({ column, currency, total }: Total): string {
  if (currency !== null) return formatDecimal(total, { style: "currency", currency });
  const text = formatDecimal(total, { maximumFractionDigits: 20 });
  return column.type === "number" && column.unit ? `${text} ${inMine(column.unit)}` : text;
}
