import { createHash } from "node:crypto";
import type { FormValues } from "#shared/core/condition.ts";

/**
 * What an approver sees, as one short string: form, files (their ids stand in the form), the people picked
 * and the version of form and chain. A decision carries it back; another one means that she saw something else.
 */
export function fingerprint(
  templateVersion: number,
  title: string,
  values: FormValues,
  choices: Record<string, string[]>,
): string {
  const shown = JSON.stringify([templateVersion, title, sorted(values), sorted(choices)]);
  return createHash("sha256").update(shown).digest("base64url").slice(0, 22);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
