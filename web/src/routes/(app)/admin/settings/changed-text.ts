import { formatList } from "#lib/i18n/format.ts";
import { t } from "#lib/i18n/i18n.svelte.ts";
import { pointsToSecret } from "#shared/core/secret-ref.ts";

const longest = 300;

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** A value of a difference in few words; of an entry its values, one a line. */
export function changedText(value: unknown): string {
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
    return value.length === 0 ? t("config.value.empty") : cut(formatList(value.map(changedText)));
  }
  const lines = Object.entries(value).filter(([, inner]) => inner !== "");
  return lines.map(([key, inner]) => `${key}: ${changedText(inner)}`).join("\n");
}
