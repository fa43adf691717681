import { formatNumber } from "#lib/i18n/format.ts";
import { locale } from "#lib/i18n/i18n.svelte.ts";
import type { Figures } from "#shared/report/schema.ts";
import type { Unit } from "./buckets.ts";

const cache = new Map<string, Intl.DateTimeFormat>();

function short(style: Intl.DateTimeFormatOptions, name: string): Intl.DateTimeFormat {
  const key = `${name}${locale()}`;
  const found = cache.get(key) ?? new Intl.DateTimeFormat(locale(), { ...style, timeZone: "UTC" });
  cache.set(key, found);
  return found;
}

/** A column's label below the axis: "3 Mar", "Mar 26" for a month. */
export function formatTick(day: string, unit: Unit): string {
  const date = new Date(`${day}T00:00:00Z`);
  if (unit === "month") return short({ year: "2-digit", month: "short" }, "m").format(date);
  return short({ month: "short", day: "numeric" }, "d").format(date);
}

/** Part of a whole; a dash when there is no whole. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return "–";
  const share = part / whole;
  const style = { style: "percent", maximumFractionDigits: 1 } as const;
  // A few of very many are still some.
  if (share > 0 && share < 0.0005) return `<${formatNumber(0.001, style)}`;
  return formatNumber(share, style);
}

export function formatScore(score: number | null): string {
  return score === null
    ? "–"
    : formatNumber(score, { minimumFractionDigits: 1, maximumFractionDigits: 2 });
}

/** The groups of a report as the charts and their tables show them. */
export type Group = { id: string; label: string; figures: Figures };
