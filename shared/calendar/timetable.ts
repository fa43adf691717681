import { dayMs, hourMs, minuteMs } from "#shared/core/clock.ts";
import { bucketsOf, type Buckets } from "./buckets.ts";
import { exceptionHours, minuteOf, tidy, weekdays, type Span } from "./hours.ts";
import type { CalendarDocument } from "./schema.ts";
import { zonePieces, type ZonePiece } from "./zone-time.ts";

/** Hours of a day as instants: from, to, from, to … in ms after midnight UTC of the day's name. */
type Opening = Int32Array;

/** Working days of a range of years, one after the other, with the working time before each. */
export type Timetable = {
  /** Number of the first day of the range, counted from 1970-01-01. */
  firstDay: number;
  /** For every day of the range: how many working days come before it. */
  rank: Uint32Array;
  /** For every working day: its number. */
  day: Int32Array;
  /** For every working day: which of `openings` it has. */
  opening: Uint16Array;
  openings: Opening[];
  /** For every working day: working ms before it; one entry more, which is the total. */
  worked: Float64Array;
  buckets: Buckets;
};

type Years = { first: number; last: number };
type Content = Pick<CalendarDocument, "zone" | "week" | "days">;

/** No clock is further from UTC than this. */
const widestMs = 15 * hourMs;

function dayNumber(date: string): number {
  return Date.parse(date) / dayMs;
}

/** Hours by day: one number for each kind of day, so that equal days share their opening. */
function hoursByDay({ week, days }: Content) {
  const kinds = [[], ...weekdays.map((weekday) => tidy(week[weekday]))];
  const exceptions = new Map(
    days.map((day) => [dayNumber(day.date), kinds.push(tidy(exceptionHours(week, day))) - 1]),
  );
  // 1970-01-01 was a Thursday.
  const kindOf = (day: number) => exceptions.get(day) ?? ((((day + 3) % 7) + 7) % 7) + 1;
  return { kinds, kindOf };
}

/** The hours of one day as instants: what of them lies in each stretch of equal offset. */
function openingOf(spans: readonly Span[], day: number, pieces: readonly ZonePiece[]): number[] {
  const midnight = day * dayMs;
  const parts = pieces.flatMap(({ atMs, offsetMs }, index) => {
    const endMs = pieces[index + 1]?.atMs ?? Infinity;
    return spans.map(({ from, to }) => [
      Math.max(minuteOf(from) * minuteMs - offsetMs, atMs - midnight),
      Math.min(minuteOf(to) * minuteMs - offsetMs, endMs - midnight),
    ]);
  });
  return parts
    .filter(([from = 0, to = 0]) => from < to)
    .sort(([a = 0], [b = 0]) => a - b)
    .flat();
}

/** Follows the zone through the days: the offsets in force on a day, which come in order. */
function offsetsOf(pieces: ZonePiece[]) {
  let current = 0;
  return (day: number): ZonePiece[] => {
    const [fromMs, toMs] = [day * dayMs - widestMs, (day + 1) * dayMs + widestMs];
    while ((pieces[current + 1]?.atMs ?? Infinity) <= fromMs) current += 1;
    let end = current + 1;
    while ((pieces[end]?.atMs ?? Infinity) < toMs) end += 1;
    return pieces.slice(current, end);
  };
}

function lengthOf(opening: Opening): number {
  return opening.reduce((sum, ms, index) => sum + (index % 2 === 0 ? -ms : ms), 0);
}

/** Gives each different opening a number. Days of one kind and one offset are looked up, not worked out. */
function openingBook(content: Content, years: Years) {
  const { kinds, kindOf } = hoursByDay(content);
  const [fromMs, toMs] = [Date.UTC(years.first - 1, 11, 1), Date.UTC(years.last + 1, 1, 1)];
  const offsets = offsetsOf(zonePieces(content.zone, fromMs, toMs));
  const openings: Opening[] = [];
  const known = new Map<string, number>();
  const numberOf = (key: string, make: () => number[]): number => {
    const found = known.get(key) ?? openings.push(Int32Array.from(make())) - 1;
    known.set(key, found);
    return found;
  };
  const find = (day: number): number => {
    const kind = kindOf(day);
    const pieces = offsets(day);
    const spans = kinds[kind] ?? [];
    const key = `${kind} ${pieces.length > 1 ? `on ${day}` : pieces[0]?.offsetMs}`;
    return numberOf(key, () => openingOf(spans, day, pieces));
  };
  return { openings, find };
}

/**
 * Works the calendar out for whole years: about 190 KB and some milliseconds for thirty of them. Costs one step
 * for each day and one look at the zone for every five.
 */
export function timetableOf(content: Content, years: Years): Timetable {
  const firstDay = Date.UTC(years.first, 0, 1) / dayMs;
  const count = Date.UTC(years.last + 1, 0, 1) / dayMs - firstDay;
  const { openings, find } = openingBook(content, years);
  const rank = new Uint32Array(count + 1);
  const [day, opening] = [new Int32Array(count), new Uint16Array(count)];
  const worked = new Float64Array(count + 1);
  let size = 0;
  for (let index = 0; index < count; index += 1) {
    rank[index] = size;
    const number = find(firstDay + index);
    const length = lengthOf(openings[number] ?? new Int32Array());
    if (length === 0) continue;
    day[size] = firstDay + index;
    opening[size] = number;
    worked[size + 1] = (worked[size] ?? 0) + length;
    size += 1;
  }
  rank[count] = size;
  const sums = worked.slice(0, size + 1);
  const table = { day: day.slice(0, size), opening: opening.slice(0, size), worked: sums };
  return { firstDay, rank, openings, ...table, buckets: bucketsOf(sums) };
}
