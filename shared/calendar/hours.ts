/** A stretch of a day by the clock on the wall: `{ from: "09:00", to: "12:00" }`; `to` may be "24:00". */
export type Span = { from: string; to: string };

export const weekdays = ["1", "2", "3", "4", "5", "6", "7"] as const;
export type Weekday = (typeof weekdays)[number];

/** Opening hours of the seven weekdays, Monday is 1. */
export type Week = Record<Weekday, Span[]>;

/** Monday's hours are those of a normal working day: a make-up day without hours of its own has them. */
export const normalWeekday: Weekday = "1";

/** What a dated exception does to the hours of its day. */
export type DayHours = { kind: "holiday" | "workday"; spans?: Span[] | undefined };

/** Minutes since midnight by the clock on the wall; "24:00" is 1440. */
export function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

export function weekdayOf(date: string): Weekday {
  return weekdays[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7] ?? normalWeekday;
}

/** The hours of an exception: a holiday has none and a make-up day Monday's, unless it says its own. */
export function exceptionHours(week: Week, { kind, spans }: DayHours): Span[] {
  if (spans !== undefined) return spans;
  return kind === "holiday" ? [] : week[normalWeekday];
}

/** In order of the day, those that touch joined into one. */
export function tidy(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of spans.toSorted((a, b) => minuteOf(a.from) - minuteOf(b.from))) {
    const last = joined.at(-1);
    if (last?.to === span.from) joined[joined.length - 1] = { from: last.from, to: span.to };
    else joined.push(span);
  }
  return joined;
}
