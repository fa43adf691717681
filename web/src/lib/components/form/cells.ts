import type { Issue } from "#shared/core/error.ts";
import type { Column, DetailTable } from "#shared/form/schema.ts";

/** Where in a detail table a fault lies: `form.items.3.amount.currency` is row 3, column `amount`. */
export type Place = { row: number; column: Column | undefined };

export function placeOf(field: DetailTable, { path }: Issue): Place | undefined {
  const [, name, row, column] = path.split(".");
  if (name !== field.name || row === undefined) return undefined;
  return { row: Number(row), column: field.columns.find((one) => one.name === column) };
}

/** The part of a control's id that names a cell. */
export function cellName(table: string, row: number, column: string): string {
  return `${table}-${row}-${column}`;
}

/** How many blank rows an untouched table begins with. */
export function blankRows({ minRows = 0, required }: DetailTable): number {
  return Math.max(minRows, required === true ? 1 : 0);
}
