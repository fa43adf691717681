import { dayMs, minuteMs } from "#shared/core/clock.ts";
import { dayOfWorked } from "./buckets.ts";
import { firstYear, lastYear, usualYears } from "./range.ts";
import type { CalendarDocument } from "./schema.ts";
import { timetableOf, type Timetable } from "./timetable.ts";

/** A calendar made ready for looking up. Instants are ISO texts, given back as `toISOString()` writes them. */
export type WorkTime = {
  /**
   * The first instant by which `minutes` of working time have passed since `instant`; it may be a closing time.
   * Counting begins at the next opening when `instant` is outside hours. 0 minutes: as `nextWorking`.
   */
  after: (instant: string, minutes: number) => string;
  /** Working minutes from one instant to another, exact to the ms; negative when `to` is earlier. */
  between: (from: string, to: string) => number;
  /** Whether work is done at this instant; at an opening time yes, at a closing time no. */
  isWorking: (instant: string) => boolean;
  /** The instant itself inside hours, otherwise the next opening. */
  nextWorking: (instant: string) => string;
};

/** How many days after the one in UTC an instant may look at: the zone's own day is at most one away. */
const reach = 2;

type Visit = (fromMs: number, toMs: number) => boolean;

/**
 * Visits the openings that an instant may have to do with, from the day before on, until the visitor says
 * `true` or, where `isBound`, the day after is over.
 */
function visit(table: Timetable, atMs: number, isBound: boolean, visitor: Visit): boolean {
  const before = Math.floor(atMs / dayMs) - 1;
  const { day, opening, openings } = table;
  for (let index = table.rank[before - table.firstDay] ?? 0; index < day.length; index += 1) {
    const number = day[index] ?? 0;
    if (isBound && number > before + reach) return false;
    const hours = openings[opening[index] ?? 0] ?? new Int32Array();
    for (let at = 0; at < hours.length; at += 2) {
      const midnight = number * dayMs;
      if (visitor(midnight + (hours[at] ?? 0), midnight + (hours[at + 1] ?? 0))) return true;
    }
  }
  return false;
}

/** Working ms of the table before an instant. */
function workedBefore(table: Timetable, atMs: number): number {
  const before = Math.floor(atMs / dayMs) - 1;
  let sum = table.worked[table.rank[before - table.firstDay] ?? 0] ?? 0;
  visit(table, atMs, true, (fromMs, toMs) => {
    sum += Math.max(0, Math.min(atMs, toMs) - fromMs);
    return fromMs >= atMs;
  });
  return sum;
}

/** The first instant by which the table's working time has come to `worked` ms, which is above 0. */
function instantOf(table: Timetable, worked: number): number {
  const index = dayOfWorked(table.buckets, table.worked, worked);
  const hours = table.openings[table.opening[index] ?? 0] ?? new Int32Array();
  let rest = worked - (table.worked[index] ?? 0);
  let at = 0;
  for (; at + 2 < hours.length; at += 2) {
    const length = (hours[at + 1] ?? 0) - (hours[at] ?? 0);
    if (rest <= length) break;
    rest -= length;
  }
  return (table.day[index] ?? 0) * dayMs + (hours[at] ?? 0) + rest;
}

function nextIn(table: Timetable, atMs: number): number | undefined {
  let found: number | undefined;
  visit(table, atMs, false, (fromMs, toMs) => {
    if (toMs <= atMs) return false;
    found = Math.max(fromMs, atMs);
    return true;
  });
  return found;
}

function msOf(instant: string): number {
  const ms = Date.parse(instant);
  const year = new Date(ms).getUTCFullYear();
  if (year >= firstYear && year <= lastYear) return ms;
  throw new RangeError(`No instant from ${firstYear} to ${lastYear}: ${instant}`);
}

/** The years a table must have for an instant, days around it included. */
function yearsFor(atMs: number, { first, last }: typeof usualYears): typeof usualYears {
  const year = (days: number) => new Date(atMs + days * dayMs).getUTCFullYear();
  return { first: Math.min(first, year(-2)), last: Math.max(last, year(7)) };
}

/** The tables of one calendar: made once for the usual years, anew for more when an instant needs them. */
class Tables {
  readonly #content: CalendarDocument;
  #years = usualYears;
  #table: Timetable;

  constructor(content: CalendarDocument) {
    this.#content = content;
    this.#table = timetableOf(content, this.#years);
  }

  /** The table that holds this instant. */
  at(atMs: number): Timetable {
    const years = yearsFor(atMs, this.#years);
    if (years.first < this.#years.first || years.last > this.#years.last) this.#make(years);
    return this.#table;
  }

  /** Twice as many years ahead. Throws RangeError when there are no more. */
  grow(): void {
    const { first, last } = this.#years;
    if (last >= lastYear) throw new RangeError(`This ends after the year ${lastYear}.`);
    this.#make({ first, last: Math.min(lastYear, 2 * last - first + 1) });
  }

  #make(years: typeof usualYears): void {
    this.#years = years;
    this.#table = timetableOf(this.#content, years);
  }
}

/**
 * Makes a calendar ready. Every look-up then takes the same few steps however far it goes: an instant finds its
 * day by division and adds the hours of at most four days to a sum kept for each day; working time finds its day
 * through equal buckets (`buckets.ts`). Adding five minutes and five years costs the same.
 *
 * An instant is working time when the clock on the wall of the zone shows it inside the day's hours: an hour
 * that the clocks skip is not worked, one that they show twice counts twice. For x and y above 0
 * `after(after(a, x), y)` is `after(a, x + y)`, and `between(a, after(a, x))` is x.
 * Instants outside the years of `range.ts` and negative minutes throw RangeError.
 */
export function compileCalendar(calendar: CalendarDocument): WorkTime {
  const tables = new Tables(calendar);
  const next = (atMs: number): number => {
    const found = nextIn(tables.at(atMs), atMs);
    if (found !== undefined) return found;
    tables.grow();
    return next(atMs);
  };
  const later = (atMs: number, ms: number): number => {
    const table = tables.at(atMs);
    const worked = workedBefore(table, atMs) + ms;
    if (worked <= (table.worked.at(-1) ?? 0)) return instantOf(table, worked);
    tables.grow();
    return later(atMs, ms);
  };
  return {
    after: (instant, minutes) => {
      const ms = Math.round(minutes * minuteMs);
      if (!(ms >= 0 && ms < Infinity)) throw new RangeError(`Not a number of minutes: ${minutes}`);
      const atMs = msOf(instant);
      return new Date(ms === 0 ? next(atMs) : later(atMs, ms)).toISOString();
    },
    between: (from, to) => {
      const [fromMs, toMs] = [msOf(from), msOf(to)];
      tables.at(fromMs);
      // The second look may have made the table anew: both sums must come from one.
      const table = tables.at(toMs);
      return (workedBefore(table, toMs) - workedBefore(table, fromMs)) / minuteMs;
    },
    isWorking: (instant) => {
      const atMs = msOf(instant);
      return visit(tables.at(atMs), atMs, true, (from, to) => from <= atMs && atMs < to);
    },
    nextWorking: (instant) => new Date(next(msOf(instant))).toISOString(),
  };
}
