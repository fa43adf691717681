import { locale } from "./i18n.svelte.ts";

type DateStyle = Intl.DateTimeFormatOptions;
const cache = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat>();

// Making a formatter costs milliseconds; lists ask for hundreds.
function kept<T extends Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat>(
  key: string,
  make: () => T,
): T {
  const found = cache.get(key) as T | undefined;
  if (found) return found;
  const made = make();
  cache.set(key, made);
  return made;
}

function dates(style: DateStyle): Intl.DateTimeFormat {
  return kept(
    `d${locale()}${JSON.stringify(style)}`,
    () => new Intl.DateTimeFormat(locale(), style),
  );
}

/** Date and time of an instant in the viewer's zone. */
export function formatInstant(iso: string): string {
  return dates({ dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));
}

/** The same to the second: for what happened in quick succession. */
export function formatSecond(iso: string): string {
  return dates({ dateStyle: "medium", timeStyle: "medium" }).format(new Date(iso));
}

/** From one instant to another, to the second; the day is said once when it is the same. */
export function formatSpan(from: string, to: string): string {
  return dates({ dateStyle: "medium", timeStyle: "medium" }).formatRange(
    new Date(from),
    new Date(to),
  );
}

/** Hour and minute of an instant, for times of today. */
export function formatTime(iso: string): string {
  return dates({ timeStyle: "short" }).format(new Date(iso));
}

/** An instant in a sentence: "today 14:00", "tomorrow 9:30", otherwise its date; the year only when it is another. */
export function formatMoment(iso: string, nowMs: number): string {
  const at = new Date(iso);
  const now = new Date(nowMs);
  const midnight = (date: Date) => new Date(date).setHours(0, 0, 0, 0);
  const days = Math.round((midnight(at) - midnight(now)) / 86_400_000);
  if (Math.abs(days) <= 1) {
    const time = dates({ timeStyle: "short" }).format(at);
    return `${relative().format(days, "day")} ${time}`;
  }
  const year = at.getFullYear() === now.getFullYear() ? undefined : "numeric";
  const style = {
    year,
    month: "short",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
  } as const;
  return dates(style).format(at);
}

function relative(): Intl.RelativeTimeFormat {
  const make = () => new Intl.RelativeTimeFormat(locale(), { numeric: "auto" });
  return kept(`r${locale()}`, make);
}

/** A calendar day `YYYY-MM-DD`: it has no zone and must not move by one. */
export function formatDay(day: string): string {
  return dates({ dateStyle: "medium", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
}

/** From one calendar day to another, said shortly: "Jan 1 – 3, 2026". */
export function formatDays(from: string, to: string): string {
  const [first, last] = [from, to].map((day) => new Date(`${day}T00:00:00Z`));
  return first && last
    ? dates({ dateStyle: "medium", timeZone: "UTC" }).formatRange(first, last)
    : "";
}

/** A calendar day in a form of its own, such as the name of its month or its weekday. */
export function formatDayAs(day: string, style: DateStyle): string {
  return dates({ ...style, timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
}

/** Weekday, date and time of an instant by the clocks of a zone. */
export function formatInZone(iso: string, timeZone: string): string {
  const style = { weekday: "short", year: "numeric", month: "short", day: "numeric" } as const;
  const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  return dates({ ...style, ...time, timeZone }).format(new Date(iso));
}

export function formatNumber(value: number, options: Intl.NumberFormatOptions = {}): string {
  const key = `n${locale()}${JSON.stringify(options)}`;
  return kept(key, () => new Intl.NumberFormat(locale(), options)).format(value);
}

/** A decimal text with all its digits, also those that a number would lose. */
export function formatDecimal(text: string, options: Intl.NumberFormatOptions = {}): string {
  const key = `n${locale()}${JSON.stringify(options)}`;
  const format = kept(key, () => new Intl.NumberFormat(locale(), options));
  return format.format(text as Intl.StringNumericLiteral);
}

export function formatMoney(money: { amount: number; currency: string }): string {
  return formatNumber(money.amount, { style: "currency", currency: money.currency });
}

export function formatBytes(bytes: number): string {
  const isLarge = bytes >= 1_000_000;
  const amount = isLarge ? bytes / 1_000_000 : Math.max(0.1, bytes / 1000);
  return formatNumber(amount, {
    style: "unit",
    unit: isLarge ? "megabyte" : "kilobyte",
    unitDisplay: "short",
    maximumFractionDigits: amount < 10 ? 1 : 0,
  });
}

const steps = [
  { unit: "minute", ms: 60_000, below: 3_600_000 },
  { unit: "hour", ms: 3_600_000, below: 86_400_000 },
  { unit: "day", ms: 86_400_000, below: 7 * 86_400_000 },
] as const;

/** "3 hours ago", "in 2 days"; a week or more away it is the date. */
export function formatRelative(iso: string, nowMs: number): string {
  const distance = Date.parse(iso) - nowMs;
  const format = relative();
  if (Math.abs(distance) < 45_000) return format.format(0, "second");
  const step = steps.find(({ below }) => Math.abs(distance) < below);
  if (!step) return dates({ dateStyle: "medium" }).format(new Date(iso));
  const count = Math.round(distance / step.ms);
  return format.format(count === 0 ? Math.sign(distance) : count, step.unit);
}

/** Length of time in its two largest units: "2 d 4 h", "35 min". */
export function formatDuration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  const parts: [number, "day" | "hour" | "minute"][] = [
    [Math.floor(minutes / 1440), "day"],
    [Math.floor((minutes % 1440) / 60), "hour"],
    [minutes % 60, "minute"],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  if (first === -1) return unit(ms > 0 ? 1 : 0, "minute", ms > 0 ? "<" : "");
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, name]) => unit(count, name))
    .join(" ");
}

/** A whole number of seconds in its two largest units: "15 sec", "1 min 30 sec", "2 hr". */
export function formatSeconds(seconds: number): string {
  const parts: [number, "day" | "hour" | "minute" | "second"][] = [
    [Math.floor(seconds / 86_400), "day"],
    [Math.floor((seconds % 86_400) / 3600), "hour"],
    [Math.floor((seconds % 3600) / 60), "minute"],
    [Math.round(seconds % 60), "second"],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  if (first === -1) return unit(0, "second");
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, name]) => unit(count, name))
    .join(" ");
}

function unit(count: number, name: "day" | "hour" | "minute" | "second", sign = ""): string {
  return sign + formatNumber(count, { style: "unit", unit: name, unitDisplay: "short" });
}

/** Names in reading order: "Bob, Carol and Dave" or "Bob、Carol和Dave". */
export function formatList(
  names: string[],
  type: "conjunction" | "disjunction" = "conjunction",
): string {
  return new Intl.ListFormat(locale(), { type, style: "long" }).format(names);
}
