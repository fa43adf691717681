import type { Finding } from "#lib/template/finding.ts";
import { pathOf } from "./document.ts";
import { valueAt } from "./value.ts";

/** Where in the designer a finding is mended. */
export type Place =
  | { tab: "form"; field: number | null }
  | { tab: "chain"; node: string | null }
  | { tab: "settings" }
  | { tab: "source" };

const settings = new Set(["name", "description", "category", "icon", "numberPrefix", "withdraw"]);

// The innermost step that the path leads through.
function nodeAt(path: (string | number)[], document: unknown): string | null {
  for (let length = path.length; length > 1; length -= 1) {
    const id = valueAt(document, [...path.slice(0, length), "id"]);
    if (typeof id === "string") return id;
  }
  return null;
}

/** The place of a finding; a source that can't be read is mended as text. */
export function placeOf({ path: text }: Pick<Finding, "path">, document: unknown): Place {
  const path = pathOf(text);
  const [head, list, index] = path;
  if (document === null || head === undefined) return { tab: "source" };
  if (head === "chain") return { tab: "chain", node: nodeAt(path, document) };
  if (head === "form") {
    return { tab: "form", field: list === "fields" && typeof index === "number" ? index : null };
  }
  return settings.has(String(head)) ? { tab: "settings" } : { tab: "source" };
}
