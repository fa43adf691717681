import { parseDocument, stringify } from "yaml";

/** Parameters of an action as text. */
export function parametersText(parameters: Record<string, unknown>): string {
  return Object.keys(parameters).length === 0 ? "" : stringify(parameters);
}

/** Parameters out of YAML or JSON, or what stands against it, by line. */
export function parametersFrom(
  text: string,
): { parameters: Record<string, unknown> } | { fault: string | null; line: number | null } {
  if (text.trim() === "") return { parameters: {} };
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) {
    const fault = error.message.split("\n", 1)[0]?.replace(/ at line \d+.*$/, "") ?? "";
    return { fault, line: error.linePos?.[0].line ?? null };
  }
  // Few aliases, as where the whole document is read: enough for repeats, too little for a bomb.
  const value: unknown = document.toJS({ maxAliasCount: 50 });
  const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
  return isMap ? { parameters: value as Record<string, unknown> } : { fault: null, line: null };
}
