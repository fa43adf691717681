import type { CalendarDay, CalendarDocument } from "./schema.ts";

/** An audit row names so many days; of the rest it tells the number. */
const mostDays = 200;

function textOf({ date, kind, name, spans }: CalendarDay): string {
  const hours = spans?.map(({ from, to }) => `${from}-${to}`).join(",");
  return [date, kind, name.en, ...(hours === undefined ? [] : [hours])].join(" ");
}

function without(days: readonly CalendarDay[], others: readonly CalendarDay[]) {
  const known = new Set(others.map((day) => JSON.stringify(day)));
  const only = days.filter((day) => !known.has(JSON.stringify(day)));
  return { count: only.length, days: only.slice(0, mostDays).map(textOf) };
}

/** What an audit row tells of an update: the fields that differ, and the days that came and went. */
export function calendarChanges(before: CalendarDocument, after: CalendarDocument): object {
  const keys = ["name", "zone", "week"] as const;
  const fields = keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  const [added, removed] = [without(after.days, before.days), without(before.days, after.days)];
  return {
    ...Object.fromEntries(fields.map((key) => [key, after[key]])),
    ...(added.count > 0 ? { added } : {}),
    ...(removed.count > 0 ? { removed } : {}),
  };
}
