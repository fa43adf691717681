import { createHash } from "node:crypto";
import { canonical } from "#shared/core/canonical.ts";
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
  const shown = canonical([templateVersion, title, values, choices]);
  return createHash("sha256").update(shown).digest("base64url").slice(0, 22);
}
