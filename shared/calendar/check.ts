import type { Issue } from "#shared/core/error.ts";
import { minuteOf, normalWeekday, weekdays, type Span, type Week } from "./hours.ts";
import { packedBytes } from "./pack.ts";
import { firstYear, lastYear } from "./range.ts";
import type { CalendarDay } from "./schema.ts";

type Content = { week: Week; days: readonly CalendarDay[] };

/** A calendar is one item of the table, which should stay below 100 KB. */
const largestBytes = 80 * 1024;

function issue(path: (string | number)[], code: string, message: string): Issue {
  return { path: path.join("."), code, message };
}

function checkSpans(spans: readonly Span[], path: (string | number)[]): Issue[] {
  const order = spans.map((_, index) => index);
  const start = (index: number) => minuteOf(spans[index]?.from ?? "");
  const end = (index: number) => minuteOf(spans[index]?.to ?? "");
  const empty = order.filter((index) => end(index) <= start(index));
  if (empty.length > 0) {
    return empty.map((index) =>
      issue([...path, index, "to"], "crossed_bounds", "Ends before it begins."),
    );
  }
  const sorted = order.toSorted((a, b) => start(a) - start(b));
  return sorted.flatMap((index, place) => {
    const before = sorted[place - 1];
    const overlaps = before !== undefined && start(index) < end(before);
    return overlaps ? [issue([...path, index], "overlap", "Overlaps with another span.")] : [];
  });
}

function checkWeek(week: Week): Issue[] {
  const faults = weekdays.flatMap((day) => checkSpans(week[day], ["week", day]));
  const isFree = weekdays.every((day) => week[day].length === 0);
  return isFree ? [issue(["week"], "no_hours", "A week needs some working time.")] : faults;
}

function checkDay({ week }: Content, day: CalendarDay, index: number): Issue[] {
  const path = ["days", index];
  const year = Number(day.date.slice(0, 4));
  const far = issue([...path, "date"], "out_of_range", `Years ${firstYear} to ${lastYear} only.`);
  const idle = issue([...path, "spans"], "no_hours", "A working day needs hours; Monday has none.");
  const hours = day.spans ?? week[normalWeekday];
  return [
    ...(year < firstYear || year > lastYear ? [far] : []),
    ...(day.kind === "workday" && hours.length === 0 ? [idle] : []),
    ...checkSpans(day.spans ?? [], [...path, "spans"]),
  ];
}

function checkDoubles(days: readonly CalendarDay[]): Issue[] {
  const seen = new Set<string>();
  return days.flatMap(({ date }, index) => {
    const isDouble = seen.has(date);
    seen.add(date);
    return isDouble
      ? [issue(["days", index, "date"], "duplicate", "This day is there twice.")]
      : [];
  });
}

/** Everything that the shape of a calendar alone can't say. Paths are dotted: `days.3.spans.0.to`. */
export function checkCalendar(content: Content): Issue[] {
  const { week, days } = content;
  const isLarge = packedBytes(days) > largestBytes;
  return [
    ...checkWeek(week),
    ...days.flatMap((day, index) => checkDay(content, day, index)),
    ...checkDoubles(days),
    ...(isLarge ? [issue(["days"], "too_big", "Too many different names of days.")] : []),
  ];
}
