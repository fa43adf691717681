import { notFound } from "#shared/core/error.ts";
import { tableName } from "#shared/table/client.ts";
import { here } from "#shared/table/model.ts";
import { CalendarEntity } from "./entity.ts";
import { unpackDays, type PackedDays } from "./pack.ts";
import type { CalendarRecord } from "./record.ts";
import { compileCalendar, type WorkTime } from "./work-time.ts";

// Every stage with a time limit asks for its calendar: a process may lag half a minute behind a change made by
// another one. A calendar that was not found is looked for again at once.
const keptMs = 30_000;
const cacheSize = 100;
type Kept = { version: number; work: WorkTime; untilMs: number };
const cache = new Map<string, Kept>();

function cacheKey(code: string): string {
  return `${tableName()} ${code}`;
}

/** After a change in this process the next look-up sees it. */
export function forgetCalendar(code: string): void {
  cache.delete(cacheKey(code));
}

type Item = Omit<CalendarRecord, "days"> & { days: PackedDays };

export function calendarOf({ code, version, name, zone, week, days, updatedAt }: Item) {
  return { code, version, name, zone, week, days: unpackDays(days), updatedAt };
}

/** Throws NOT_FOUND. */
export async function getCalendarRecord(code: string): Promise<CalendarRecord> {
  const { data } = await CalendarEntity.get({ code }).go({ ...here(), consistent: true });
  if (data === null) throw notFound("calendar");
  return calendarOf(data);
}

// Compiling again would be waste when only the time was up.
function keep(calendar: CalendarRecord): WorkTime {
  const key = cacheKey(calendar.code);
  const known = cache.get(key);
  const work = known?.version === calendar.version ? known.work : compileCalendar(calendar);
  cache.delete(key);
  cache.set(key, { version: calendar.version, work, untilMs: Date.now() + keptMs });
  const [oldest] = cache.keys();
  if (cache.size > cacheSize && oldest !== undefined) cache.delete(oldest);
  return work;
}

function fresh(code: string): WorkTime | undefined {
  const known = cache.get(cacheKey(code));
  return known !== undefined && known.untilMs > Date.now() ? known.work : undefined;
}

/**
 * The calendars of these codes ready for counting; a code that no calendar has is left out. One BatchGet per
 * hundred for those not looked up within 30 s, none otherwise.
 */
export async function loadWorkTimes(
  codes: readonly string[],
): Promise<ReadonlyMap<string, WorkTime>> {
  const found = new Map<string, WorkTime>();
  const missing: { code: string }[] = [];
  for (const code of new Set(codes)) {
    const work = fresh(code);
    if (work === undefined) missing.push({ code });
    else found.set(code, work);
  }
  if (missing.length === 0) return found;
  const { data } = await CalendarEntity.get(missing).go({ ...here(), consistent: true });
  for (const item of data) found.set(item.code, keep(calendarOf(item)));
  return found;
}
