import type { ApiError } from "#lib/api/error.ts";
import { errorText } from "#lib/api/error-text.ts";
import { hasMessage, t } from "#lib/i18n/i18n.svelte.ts";

/** Why a deed on a run was refused and what to do: some codes mean something else here than at tickets. */
export function refusalText(error: ApiError): string {
  const key = `orders.refused.${error.code}`;
  return hasMessage(key) ? t(key) : errorText(error);
}

/** What keeps a step from working: known codes in words, then what the platform noted. */
export function faultWords({ code, message }: { code: string; message: string }): string {
  const key = `orders.fault.${code}`;
  return hasMessage(key) ? t(key) : message;
}
