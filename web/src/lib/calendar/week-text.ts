import { weekdays, type Span, type Week, type Weekday } from "#shared/calendar/hours.ts";

/** Weekdays in a row with the same hours; none has no hours. */
export type Stretch = { first: Weekday; last: Weekday; spans: Span[] };

/** "Monday to Friday, 09:00–12:00": a week told shortly. */
export function stretchesOf(week: Week): Stretch[] {
  const stretches: Stretch[] = [];
  weekdays.forEach((weekday, index) => {
    const spans = week[weekday];
    const before = stretches.at(-1);
    const follows = before !== undefined && Number(before.last) === index;
    const isSame = follows && JSON.stringify(before.spans) === JSON.stringify(spans);
    if (isSame) before.last = weekday;
    else if (spans.length > 0) stretches.push({ first: weekday, last: weekday, spans });
  });
  return stretches;
}

export function spansText(spans: readonly Span[]): string {
  return spans.map(({ from, to }) => `${from}–${to}`).join(", ");
}

/** A day of that weekday, for a formatter to name it. */
export function dayLike(weekday: Weekday): string {
  return `2024-01-0${weekday}`;
}
