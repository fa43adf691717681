import type { Report } from "#shared/report/schema.ts";
import { addDays, lengthOf, monthStart, weekStart, type Range } from "./range.ts";

export type Unit = "day" | "week" | "month";
/** One column of the chart: its days, cut at the ends of the range. */
export type Bucket = Range & { submitted: number; completed: number };

/** Columns stay wide enough for a phone: days up to six weeks, then weeks, then months. */
export function unitFor(range: Range): Unit {
  const days = lengthOf(range);
  if (days <= 45) return "day";
  return days <= 300 ? "week" : "month";
}

const starts = { day: (day: string) => day, week: weekStart, month: monthStart };

function endOf(start: string, unit: Unit): string {
  if (unit === "day") return start;
  if (unit === "week") return addDays(start, 6);
  return addDays(monthStart(addDays(start, 31)), -1);
}

function emptyBuckets(range: Range, unit: Unit): Bucket[] {
  const buckets: Bucket[] = [];
  for (let start = starts[unit](range.from); start <= range.to;) {
    const end = endOf(start, unit);
    const from = start < range.from ? range.from : start;
    const to = end > range.to ? range.to : end;
    buckets.push({ from, to, submitted: 0, completed: 0 });
    start = addDays(end, 1);
  }
  return buckets;
}

/** Every column of the range in order, the empty ones too. Days outside the range are left out. */
export function bucketsOf(byDay: Report["byDay"], range: Range, unit: Unit): Bucket[] {
  const buckets = emptyBuckets(range, unit);
  const byStart = new Map(buckets.map((bucket) => [starts[unit](bucket.from), bucket]));
  for (const { day, submitted, completed } of byDay) {
    const bucket = byStart.get(starts[unit](day));
    if (bucket === undefined || day < range.from || day > range.to) continue;
    bucket.submitted += submitted;
    bucket.completed += completed;
  }
  return buckets;
}
