import type { FieldView } from "#shared/core/fields.ts";
import { asText } from "#lib/components/form/control.ts";
import { asValues } from "./values.ts";
import { formatDuration } from "#lib/i18n/format.ts";
import { nameOf } from "#shared/setting/identity.ts";
import { pointsToSecret } from "#shared/core/secret-ref.ts";

/** A number of seconds as people say it; nothing below a minute, where the number says it all. */
export function durationText(seconds: unknown): string {
  return typeof seconds === "number" && seconds >= 60 ? formatDuration(seconds * 1000) : "";
}

const longest = 60;

/** What a closed entry says of itself beside its name: its first short values. */
export function summaryText(item: FieldView, value: unknown): string {
  const named = nameOf(value)?.key;
  const values = asValues(value);
  const texts = (item.fields ?? [])
    .filter(({ key, isLong }) => key !== named && !isLong)
    .map(({ key }) => (pointsToSecret(values[key]) ? values[key].secret : asText(values[key])))
    .filter((text) => text !== "" && text.length <= longest);
  return texts.slice(0, 3).join(" · ");
}
