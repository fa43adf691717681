import type { MessageKey } from "#lib/i18n/catalog.ts";
import type { MessageValues } from "#lib/i18n/render.ts";
import type { Bilingual } from "#shared/core/text.ts";

export type Locale = keyof Bilingual;

/** What words are made with: a language, its texts, and what things of the organisation are called. */
export type Tongue = {
  locale: Locale;
  t: (key: MessageKey, values?: MessageValues) => string;
  /** Names by mail address, role and code of a calendar; what is not known is said as it is written. */
  person: (email: string) => string;
  role: (name: string) => string;
  calendar: (code: string) => string;
};

export function joined(
  { locale }: Tongue,
  parts: string[],
  type: "conjunction" | "disjunction" = "conjunction",
): string {
  return new Intl.ListFormat(locale, { type, style: "long" }).format(parts);
}

const units = [
  ["day", 1440],
  ["hour", 60],
  ["minute", 1],
] as const;

/**
 * A number of minutes in whole units: "2 days", "1 hour 30 minutes". Working time has no days: a day of a calendar
 * is not 24 hours long.
 */
export function durationText({ locale }: Tongue, minutes: number, isWorkingTime = false): string {
  let left = Math.round(minutes);
  const parts: string[] = [];
  for (const [unit, length] of units) {
    if (unit === "day" && isWorkingTime) continue;
    const count = Math.floor(left / length);
    left -= count * length;
    if (count === 0 && (unit !== "minute" || parts.length > 0)) continue;
    const style = { style: "unit", unit, unitDisplay: "long" } as const;
    parts.push(new Intl.NumberFormat(locale, style).format(count));
  }
  return parts.join(locale === "en" ? " " : "");
}
