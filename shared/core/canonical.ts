/** JSON with its keys in order, so that equal things have one text. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    const isRecord = typeof part === "object" && part !== null && !Array.isArray(part);
    if (!isRecord) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
