import { stringify } from "yaml";
import type { Result } from "#lib/api/client.ts";
import type { ShownDifferences } from "#lib/designer/versions/shown-difference.ts";
import { hasMessage, inMine, t } from "#lib/i18n/i18n.svelte.ts";
import type { Bilingual } from "#shared/core/text.ts";

export type PlanDifference = Result<"comparePlanVersions">["items"][number];
/** Names of steps by their ids, as far as they are known. */
export type StepNames = ReadonlyMap<string, Bilingual>;

function isBilingual(value: unknown): value is Bilingual {
  return typeof value === "object" && value !== null && "en" in value && "zh-CN" in value;
}

/** A plain value in words; undefined for what is too much for a line. */
function plain(value: unknown): string | undefined {
  if (value === null || value === "") return t("trial.versions.nothing");
  if (typeof value === "boolean") return t(value ? "common.yes" : "common.no");
  if (typeof value === "number") return String(value);
  if (isBilingual(value)) return `“${inMine(value)}”`;
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) {
    const text = value.join(", ");
    return text.length > 60 ? undefined : text || t("trial.versions.nothing");
  }
  return typeof value === "string" && value.length <= 60 ? value : undefined;
}

function called({ area, what, from, to }: PlanDifference, names: StepNames): string {
  if (area === "general" || what === null) return t("plans.versions.plan");
  if (area === "part") {
    const key = `planfields.part.${what}`;
    return t("plans.versions.part", { name: hasMessage(key) ? t(key) : what });
  }
  const own = [to, from].find(
    (one) => typeof one === "object" && one !== null && "name" in one && isBilingual(one.name),
  ) as { name: Bilingual } | undefined;
  const name = names.get(what) ?? own?.name;
  return t("plans.versions.step", { name: name ? inMine(name) : what });
}

/** What a property is called; parts of a group after what they belong to. */
function labelOf(property: string): string {
  return property
    .split(".")
    .map((key) => {
      const own = `planfields.name.${key}`;
      return hasMessage(own) ? t(own) : key;
    })
    .join(" › ");
}

function textOf(difference: PlanDifference, names: StepNames): string {
  const { change, property, from, to, area } = difference;
  const what = called(difference, names);
  if (change !== "changed" || property === null) return t(`trial.versions.${change}`, { what });
  // A parameter is called as its action calls it: the plan knows only its key.
  const label = area === "parameter" ? property : labelOf(property);
  const [was, is] = [plain(from), plain(to)];
  if (was === undefined || is === undefined) {
    return t("trial.versions.changed", { what, property: label });
  }
  return t("trial.versions.changedTo", { what, property: label, from: was, to: is });
}

/** What a line can't say, as it is written in the source; null when the line says it all. */
function detailOf({ change, property, from, to }: PlanDifference) {
  const isLine =
    change === "moved" ||
    (property !== null && plain(from) !== undefined && plain(to) !== undefined);
  if (isLine) return null;
  const written = (value: unknown) => (value === null ? "" : stringify(value, { lineWidth: 0 }));
  return { before: written(from).trimEnd(), after: written(to).trimEnd() };
}

/** Differences by the part of the plan that they are in. */
export function shownDifferences(
  found: readonly PlanDifference[],
  names: StepNames,
): ShownDifferences[] {
  return [...Map.groupBy(found, ({ area }) => area)].map(([area, differences]) => ({
    title: t(`plans.versions.area.${area}`),
    items: differences.map((difference) => ({
      text: textOf(difference, names),
      change: difference.change,
      detail: detailOf(difference),
    })),
  }));
}
