import type { CalendarDay } from "#shared/calendar/schema.ts";
import { dayMs } from "#shared/core/clock.ts";

/** Days in a row that differ in nothing but their date. */
export type Run = { from: string; to: string; day: CalendarDay; count: number };

export function addDays(date: string, count: number): string {
  return new Date(Date.parse(date) + count * dayMs).toISOString().slice(0, 10);
}

/** All dates from the first to the last; at most `most` of them. */
export function datesBetween(from: string, to: string, most: number): string[] {
  const dates: string[] = [];
  for (let date = from; date <= to && dates.length < most; date = addDays(date, 1)) {
    dates.push(date);
  }
  return dates;
}

function kindOf(day: CalendarDay): string {
  return JSON.stringify([day.kind, day.name.en, day.name["zh-CN"], day.spans]);
}

/** Days as a person thinks of them: "1 to 3 January, New Year". */
export function runsOf(days: readonly CalendarDay[]): Run[] {
  const runs: Run[] = [];
  for (const day of days.toSorted((a, b) => (a.date < b.date ? -1 : 1))) {
    const last = runs.at(-1);
    if (last && addDays(last.to, 1) === day.date && kindOf(last.day) === kindOf(day)) {
      runs[runs.length - 1] = { ...last, to: day.date, count: last.count + 1 };
    } else {
      runs.push({ from: day.date, to: day.date, day, count: 1 });
    }
  }
  return runs;
}

/** The days without those of the dates, in order. */
export function withoutDates(
  days: readonly CalendarDay[],
  from: string,
  to: string,
): CalendarDay[] {
  return days.filter(({ date }) => date < from || date > to);
}

export function inOrder(days: readonly CalendarDay[]): CalendarDay[] {
  return days.toSorted((a, b) => (a.date < b.date ? -1 : 1));
}
