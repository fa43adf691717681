import { exceptionHours, weekdayOf, type Span, type Week } from "#shared/calendar/hours.ts";
import type { CalendarDay } from "#shared/calendar/schema.ts";
import { addDays } from "./runs.ts";

/** `free`: the week has no hours that day. `holiday` and `workday` are exceptions. */
export type Look = "plain" | "free" | "holiday" | "workday";
export type Cell = { date: string; look: Look; day: CalendarDay | null; hours: Span[] };
/** A month as weeks from Monday on; null where the day is of another month. */
export type Month = { first: string; weeks: (Cell | null)[][] };

type Content = { week: Week; days: readonly CalendarDay[] };

function cellOf(week: Week, date: string, day: CalendarDay | null): Cell {
  const normal = week[weekdayOf(date)];
  const hours = day === null ? normal : exceptionHours(week, day);
  return { date, day, hours, look: day?.kind ?? (normal.length === 0 ? "free" : "plain") };
}

function monthOf(first: string, cells: Cell[]): Month {
  const blanks: null[] = Array.from({ length: Number(weekdayOf(first)) - 1 }, () => null);
  const all = [...blanks, ...cells];
  const weeks: (Cell | null)[][] = [];
  for (let at = 0; at < all.length; at += 7) {
    const week = all.slice(at, at + 7);
    weeks.push([...week, ...Array.from({ length: 7 - week.length }, () => null)]);
  }
  return { first, weeks };
}

/** The twelve months of a year. */
export function monthsOf({ week, days }: Content, year: number): Month[] {
  const known = new Map(days.map((day) => [day.date, day]));
  return Array.from({ length: 12 }, (_, index) => {
    const first = `${year}-${String(index + 1).padStart(2, "0")}-01`;
    const cells: Cell[] = [];
    for (let date = first; date.slice(0, 7) === first.slice(0, 7); date = addDays(date, 1)) {
      cells.push(cellOf(week, date, known.get(date) ?? null));
    }
    return monthOf(first, cells);
  });
}

/** Where an arrow or another key leads from a date; undefined when the key leads nowhere. */
export function stepFrom(date: string, key: string): string | undefined {
  const weekday = Number(weekdayOf(date));
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -7,
    ArrowDown: 7,
    PageUp: -28,
    PageDown: 28,
    Home: 1 - weekday,
    End: 7 - weekday,
  };
  const step = steps[key];
  return step === undefined ? undefined : addDays(date, step);
}
