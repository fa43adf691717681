import { issueText } from "#lib/api/error-text.ts";
import { t } from "#lib/i18n/i18n.svelte.ts";

export function titleFaultText(code: string): string {
  if (code === "too_big") return t("form.fault.tooLong", { count: 300 });
  return code === "required" || code === "too_small" ? t("form.fault.fillIn") : issueText(code);
}
