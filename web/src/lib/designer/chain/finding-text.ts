import type { Finding } from "#lib/template/finding.ts";
import { hasMessage, locale, t } from "#lib/i18n/i18n.svelte.ts";

/** A finding in the viewer's language: the API explains in English, other languages say what kind of fault it is. */
export function findingText({ code, message }: Finding): string {
  if (locale() === "en") return message;
  const own = `admin.finding.${code.startsWith("yaml_") ? "yaml" : code}`;
  if (hasMessage(own)) return t(own);
  const common = `common.issue.${code}`;
  return hasMessage(common) ? t(common) : message;
}
