import type { DetailTable, FormField } from "#shared/form/schema.ts";
import type { SummaryField } from "#shared/ticket/schema.ts";
import { inMine, t, type Locale } from "#lib/i18n/i18n.svelte.ts";
import {
  formatDay,
  formatInstant,
  formatList,
  formatMoney,
  formatNumber,
} from "#lib/i18n/format.ts";
import { formatTotal } from "#lib/i18n/total.ts";
import { totalsOf } from "#shared/form/totals.ts";

type Bilingual = Record<Locale, string>;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isMoney(value: unknown): value is { amount: number; currency: string } {
  return isRecord(value) && typeof value.amount === "number" && typeof value.currency === "string";
}

function isRange(value: unknown): value is { from: string; to: string } {
  return isRecord(value) && typeof value.from === "string" && typeof value.to === "string";
}

function isBilingual(value: unknown): value is Bilingual {
  return isRecord(value) && typeof value.en === "string" && typeof value["zh-CN"] === "string";
}

/** A value of one type as text; null when there is nothing to show. */
function typed(type: string, value: unknown): string | null {
  if (value === undefined || value === null || value === "") return null;
  if (Array.isArray(value)) {
    const parts = value.flatMap((one) => typed(type, one) ?? []);
    return parts.length === 0 ? null : formatList(parts);
  }
  if (isBilingual(value)) return inMine(value);
  // Also the totals of a detail table.
  if (isMoney(value)) return formatMoney(value);
  if (type === "external" && isRecord(value)) return typed(type, value.label);
  if (type === "dateRange" && isRange(value))
    return `${formatDay(value.from)} – ${formatDay(value.to)}`;
  if (typeof value === "boolean") return value ? t("common.yes") : t("common.no");
  if (typeof value === "number") return formatNumber(value);
  if (typeof value !== "string") return null;
  if (type === "date") return formatDay(value);
  return type === "dateTime" ? formatInstant(value) : value;
}

function optionLabels(field: FormField, value: unknown): unknown {
  if (!("options" in field)) return value;
  const labelOf = (chosen: unknown) =>
    field.options.find((option) => option.value === chosen)?.label ?? chosen;
  return Array.isArray(value) ? value.map(labelOf) : labelOf(value);
}

/** A detail table in a line: how many rows, and what they come to. */
function tableText(field: DetailTable, value: unknown): string | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const totals = totalsOf(field, value).map(formatTotal);
  return formatList([t("common.table.rows", { count: value.length }), ...totals]);
}

/** An entry of a form as a person reads it. `names` tells people, departments and services by id. */
export function valueText(
  field: FormField,
  value: unknown,
  names: Record<string, string>,
): string | null {
  if (field.type === "detailTable") return tableText(field, value);
  if (field.type === "user" || field.type === "department" || field.type === "service") {
    return typeof value === "string" ? (names[value] ?? value) : null;
  }
  const text = typed(field.type, optionLabels(field, value));
  if (text === null || field.type !== "number" || field.unit === undefined) return text;
  return `${text} ${inMine(field.unit)}`;
}

/** A key field of a card. */
export function summaryText(field: SummaryField): string {
  return typed(field.type, field.value) ?? t("common.none");
}
