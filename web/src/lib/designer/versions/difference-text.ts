import { stringify } from "yaml";
import type { Result } from "#lib/api/client.ts";
import { hasMessage, inMine, t } from "#lib/i18n/i18n.svelte.ts";
import type { Bilingual } from "#shared/core/text.ts";
import type { ShownDifferences } from "./shown-difference.ts";

export type Difference = Result<"compareTemplateVersions">["items"][number];
/** Names of fields and steps by area and key, as far as they are known. */
export type Names = (area: Difference["area"], key: string) => string | undefined;

function isBilingual(value: unknown): value is Bilingual {
  return typeof value === "object" && value !== null && "en" in value && "zh-CN" in value;
}

/** Where words for the values of a property are. */
const valueWords: Record<string, string> = {
  mode: "templates.chain.mode",
  type: "designer.kind",
  kind: "templates.chain.kind",
  category: "admin.templates.categories",
  withdraw: "designer.settings.withdrawRule",
};

/** A plain value in words; undefined for what is too much for a line. */
function plain(property: string, value: unknown): string | undefined {
  if (value === null || value === "") return t("trial.versions.nothing");
  if (typeof value === "boolean") return t(value ? "common.yes" : "common.no");
  if (typeof value === "number") return String(value);
  if (isBilingual(value)) return `“${inMine(value)}”`;
  if (typeof value !== "string" || value.length > 60) return undefined;
  const key = `${valueWords[property]}.${value}`;
  return hasMessage(key) ? t(key) : value;
}

function called({ area, what, from, to }: Difference, names: Names): string {
  if (area === "general" || what === null) return t(`trial.versions.area.${area}`);
  // What was added or removed brings its own name.
  const own = [to, from].flatMap((one) => {
    if (typeof one !== "object" || one === null) return [];
    const name = "label" in one ? one.label : "name" in one ? one.name : undefined;
    return isBilingual(name) ? [inMine(name)] : [];
  });
  const name = names(area, what) ?? own[0] ?? what;
  return t(area === "form" ? "trial.versions.field" : "trial.versions.step", { name });
}

/** One difference as a person says it. */
function differenceText(difference: Difference, names: Names): string {
  const { change, property, from, to } = difference;
  const what = called(difference, names);
  if (change !== "changed" || property === null) return t(`trial.versions.${change}`, { what });
  const key = `trial.versions.property.${property}`;
  const label = hasMessage(key) ? t(key) : property;
  const [was, is] = [plain(property, from), plain(property, to)];
  if (was === undefined || is === undefined) {
    return t("trial.versions.changed", { what, property: label });
  }
  return t("trial.versions.changedTo", { what, property: label, from: was, to: is });
}

/** What a line can't say, as it is written in the source; null when the line says it all. */
function detailOf({ change, property, from, to }: Difference) {
  const isLine =
    change === "moved" ||
    (property !== null && plain(property, from) !== undefined && plain(property, to) !== undefined);
  if (isLine) return null;
  const written = (value: unknown) => (value === null ? "" : stringify(value, { lineWidth: 0 }));
  return { before: written(from).trimEnd(), after: written(to).trimEnd() };
}

/** Differences by the part of the template that they are in. */
export function shownDifferences(found: Difference[], names: Names): ShownDifferences[] {
  return [...Map.groupBy(found, ({ area }) => area)].map(([area, differences]) => ({
    title: t(`trial.versions.area.${area}`),
    items: differences.map((difference) => ({
      text: differenceText(difference, names),
      change: difference.change,
      detail: detailOf(difference),
    })),
  }));
}
