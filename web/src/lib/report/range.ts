/** Calendar days `YYYY-MM-DD`, both included. Days have no zone: arithmetic on them is done in UTC. */
export type Range = { from: string; to: string };

export const presets = ["week", "month", "last30", "quarter"] as const;
export type Preset = (typeof presets)[number];

const dayMs = 86_400_000;

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * dayMs).toISOString().slice(0, 10);
}

/** How many days lie in the range, both ends counted. */
export function lengthOf({ from, to }: Range): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1;
}

/** Monday of the day's week. */
export function weekStart(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, -((weekday + 6) % 7));
}

export function monthStart(day: string): string {
  return `${day.slice(0, 7)}-01`;
}

function quarterStart(day: string): string {
  const first = Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1;
  return `${day.slice(0, 4)}-${String(first).padStart(2, "0")}-01`;
}

/** The viewer's calendar day. */
export function today(now = new Date()): string {
  const pad = (part: number) => String(part).padStart(2, "0");
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
}

/** The range a preset means on this day; all end today. */
export function rangeOf(preset: Preset, day: string): Range {
  const starts = {
    week: weekStart(day),
    month: monthStart(day),
    last30: addDays(day, -29),
    quarter: quarterStart(day),
  };
  return { from: starts[preset], to: day };
}

/** Which preset gives this range today; the first one when several do. Null: a range of the person's own. */
export function presetOf({ from, to }: Range, day: string): Preset | null {
  return to === day ? (presets.find((preset) => rangeOf(preset, day).from === from) ?? null) : null;
}

function isDay(text: string | null): text is string {
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

/** The most days that one report may span. */
export const longestRange = 1100;

/** Whether the API takes this range. */
export function isRange(range: { from: string | null; to: string | null }): range is Range {
  const { from, to } = range;
  return isDay(from) && isDay(to) && from <= to && lengthOf({ from, to }) <= longestRange;
}

/** The range of an address; the last 30 days when there is none or it makes no sense. */
export function readRange(query: Pick<URLSearchParams, "get">, day: string): Range {
  const range = { from: query.get("from"), to: query.get("to") };
  return isRange(range) ? range : rangeOf("last30", day);
}
