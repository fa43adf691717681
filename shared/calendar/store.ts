import { put, remove, type Write } from "#shared/table/commit.ts";
import { here } from "#shared/table/model.ts";
import { CalendarEntity } from "./entity.ts";
import { packDays } from "./pack.ts";
import type { CalendarRecord } from "./record.ts";

export function createCalendarRow(calendar: CalendarRecord): Write {
  const item = { ...calendar, days: packDays(calendar.days) };
  return put(CalendarEntity.create(item).params(here()), "ALREADY_EXISTS");
}

/** The calendar's new state; refused when the record has moved on since `calendar.version`. */
export function putCalendar(calendar: CalendarRecord): Write {
  const item = { ...calendar, version: calendar.version + 1, days: packDays(calendar.days) };
  const params = CalendarEntity.put(item)
    .where(({ version }, { eq }) => eq(version, calendar.version))
    .params(here());
  return put(params);
}

export function removeCalendar({ code, version: read }: CalendarRecord): Write {
  const params = CalendarEntity.delete({ code })
    .where(({ version }, { eq }) => eq(version, read))
    .params(here());
  return remove(params);
}
