/** Keys by which an entry of a list is known, so that it can be found again when others come and go. */
const identifying = ["name", "host"] as const;

/** What an entry of a list is called; undefined for one that has no name. */
export function nameOf(entry: unknown): { key: string; name: string } | undefined {
  if (typeof entry !== "object" || entry === null) return undefined;
  for (const key of identifying) {
    const name = (entry as Record<string, unknown>)[key];
    if (typeof name === "string" && name !== "") return { key, name };
  }
  return undefined;
}
