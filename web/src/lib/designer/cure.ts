import { hasMessage, t } from "#lib/i18n/i18n.svelte.ts";
import type { Finding } from "#lib/template/finding.ts";

/** What to do about a finding, by its code; the code says what is wrong, the cure what helps. */
export function cureOf({ code }: Finding): string | null {
  const key = `designer.cure.${code.startsWith("yaml_") ? "yaml" : code}`;
  return hasMessage(key) ? t(key) : null;
}
