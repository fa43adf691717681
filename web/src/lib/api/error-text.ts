import { hasMessage, t } from "#lib/i18n/i18n.svelte.ts";
import { formatDuration } from "#lib/i18n/format.ts";
import type { ApiError } from "./error.ts";

/** What went wrong and what to do, in the viewer's language. */
export function errorText(error: ApiError): string {
  const key = `common.error.${error.code}`;
  const text = hasMessage(key) ? t(key) : t("common.error.INTERNAL");
  if (error.retryAfterSeconds === undefined) return text;
  return `${text} ${t("common.retryIn", { duration: formatWait(error.retryAfterSeconds) })}`;
}

function formatWait(seconds: number): string {
  return seconds < 60 ? t("common.seconds", { count: seconds }) : formatDuration(seconds * 1000);
}

/** Text for one issue of a form; falls back from the exact code to "this is not valid". */
export function issueText(code: string): string {
  const key = `common.issue.${code}`;
  return hasMessage(key) ? t(key) : t("common.issue.invalid");
}
