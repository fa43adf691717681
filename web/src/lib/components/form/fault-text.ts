import type { FormField } from "#shared/form/schema.ts";
import { formatDay, formatNumber } from "#lib/i18n/format.ts";
import { t } from "#lib/i18n/i18n.svelte.ts";
import { faultOf } from "./fault.ts";

function limitText(limit: number | string): string {
  return typeof limit === "number"
    ? formatNumber(limit, { maximumFractionDigits: 6 })
    : formatDay(limit);
}

/** One issue of a field as a sentence in the viewer's language. */
export function faultText(field: FormField, code: string, value: unknown): string {
  const { key, count, limit } = faultOf(field, code, value);
  return t(key, {
    ...(count === undefined ? {} : { count }),
    ...(limit === undefined ? {} : { limit: limitText(limit) }),
  });
}
