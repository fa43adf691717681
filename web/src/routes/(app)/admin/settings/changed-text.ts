import { formatList } from "#lib/i18n/format.ts";
import { inMine, t } from "#lib/i18n/i18n.svelte.ts";
import type { FieldView } from "#shared/core/fields.ts";
import { pointsToSecret } from "#shared/core/secret-ref.ts";

const longest = 300;

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** A value of a difference in few words; of an entry its fields, one a line. */
export function changedText(value: unknown, view: FieldView | undefined): string {
  if (value === "" || value === null || value === undefined) return t("config.value.empty");
  if (pointsToSecret(value)) {
    const { secret: name, version } = value;
    return version === undefined
      ? t("config.value.secret", { name })
      : t("config.value.pinned", { name, number: version });
  }
  if (typeof value === "boolean") return value ? t("common.yes") : t("common.no");
  if (typeof value !== "object") return cut(String(value));
  if (Array.isArray(value)) {
    if (value.length === 0) return t("config.value.empty");
    return cut(formatList(value.map((one) => changedText(one, view?.item))));
  }
  const lines = Object.entries(value).map(([key, inner]) => {
    const field = (view?.fields ?? []).find((one) => one.key === key);
    return inner === ""
      ? []
      : [`${field ? inMine(field.name) : key}: ${changedText(inner, field)}`];
  });
  return lines.flat().join("\n");
}
