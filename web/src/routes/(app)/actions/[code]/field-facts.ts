import { formatNumber, formatSeconds } from "#lib/i18n/format.ts";
import { t } from "#lib/i18n/i18n.svelte.ts";
import type { FieldView } from "#shared/core/fields.ts";

function boundText({ kind, minimum, maximum, unit }: FieldView): string[] {
  const said = (bound: number) => (unit === "seconds" ? formatSeconds(bound) : formatNumber(bound));
  if (kind === "list" || kind === "map") {
    return maximum === undefined ? [] : [t("actions.field.entries", { to: said(maximum) })];
  }
  if (kind === "text") {
    return maximum === undefined ? [] : [t("actions.field.characters", { to: said(maximum) })];
  }
  if (kind !== "number") return [];
  if (minimum !== undefined && maximum !== undefined) {
    return [t("actions.field.between", { from: said(minimum), to: said(maximum) })];
  }
  if (minimum !== undefined) return [t("actions.field.atLeast", { from: said(minimum) })];
  return maximum === undefined ? [] : [t("actions.field.atMost", { to: said(maximum) })];
}

function defaultText({ default: usual, unit }: FieldView): string[] {
  const isSaid = typeof usual === "string" ? usual !== "" : typeof usual !== "object";
  if (usual === undefined || !isSaid) return [];
  if (typeof usual === "boolean") {
    return [t("actions.field.default", { value: t(usual ? "common.yes" : "common.no") })];
  }
  const value =
    typeof usual === "number" && unit === "seconds" ? formatSeconds(usual) : String(usual);
  return [t("actions.field.default", { value })];
}

/** What there is to know of a field beside its name, shortly. */
export function fieldFacts(view: FieldView, isOutput: boolean): string[] {
  const { kind, choices, emptyMeans, isFixed, item } = view;
  const options = view.options ?? item?.options;
  const held =
    kind === "list" && item
      ? `${t("actions.field.kind.list")} (${t(`actions.field.kind.${item.kind}`)})`
      : t(`actions.field.kind.${kind}`);
  if (isOutput) return [held];
  return [
    kind === "secret" ? t("actions.field.secret") : held,
    ...(choices ? [t("actions.field.choices", { choices: choices.join(", ") })] : []),
    ...(options ? [t("actions.field.options")] : []),
    ...boundText(view),
    ...defaultText(view),
    ...(emptyMeans ? [t(`actions.field.empty.${emptyMeans}`)] : []),
    ...(isFixed ? [t("actions.field.fixed")] : []),
  ];
}
