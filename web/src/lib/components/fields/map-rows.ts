/** One entry of a map as it is edited. */
export type MapRow = { name: string; value: unknown };

function isRow(entry: unknown): entry is MapRow {
  return typeof entry === "object" && entry !== null && "name" in entry && "value" in entry;
}

/** A map as rows; also rows that could not be a map yet. */
export function rowsOf(value: unknown): MapRow[] {
  if (Array.isArray(value)) return value.filter(isRow);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).map(([name, inner]) => ({ name, value: inner }));
}

/**
 * The map that the rows stand for. Rows with a name missing or given twice are none: they stay a list, which keeps
 * what was typed and which the check refuses.
 */
export function mapOf(rows: readonly MapRow[]): Record<string, unknown> | MapRow[] {
  const names = new Set(rows.map(({ name }) => name));
  if (names.has("") || names.size < rows.length) return [...rows];
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}
