import { issueText } from "#lib/api/error-text.ts";
import { isTime } from "#lib/calendar/times.ts";
import { formatDay } from "#lib/i18n/format.ts";
import { hasMessage, t } from "#lib/i18n/i18n.svelte.ts";
import { checkCalendar } from "#shared/calendar/check.ts";
import { weekdays, type Span, type Week } from "#shared/calendar/hours.ts";
import type { CalendarDay, CalendarDocument } from "#shared/calendar/schema.ts";
import { isZone } from "#shared/calendar/zone-time.ts";
import type { Issue } from "#shared/core/error.ts";

/** `id` is that of the control at fault. */
export type Fault = { id: string; text: string };

function issue(path: string, code: string): Issue {
  return { path, code, message: code };
}

/** Times that are none; nothing else can be said of such hours. */
export function timeIssues(spans: readonly Span[], path: string): Issue[] {
  return spans.flatMap(({ from, to }, index) => [
    ...(isTime(from, false) ? [] : [issue(`${path}.${index}.from`, "time")]),
    ...(isTime(to, true) ? [] : [issue(`${path}.${index}.to`, "time")]),
  ]);
}

function weekIssues(week: Week): Issue[] {
  return weekdays.flatMap((day) => timeIssues(week[day], `week.${day}`));
}

/** All that the browser can find wrong, in the API's own paths and codes. */
export function issuesOf(document: CalendarDocument): Issue[] {
  const { code, name, zone, week } = document;
  const times = weekIssues(week);
  return [
    ...(/^[a-z][a-z0-9-]{0,39}$/.test(code) ? [] : [issue("code", "code")]),
    ...(name.en === "" ? [issue("name.en", "english")] : []),
    ...(name["zh-CN"] === "" ? [issue("name.zh-CN", "chinese")] : []),
    ...(isZone(zone) ? [] : [issue("zone", "unknown_zone")]),
    ...(times.length > 0 ? times : checkCalendar(document)),
  ];
}

const controls: Record<string, string> = {
  code: "calendar-code",
  "name.en": "calendar-en",
  "name.zh-CN": "calendar-zh",
  zone: "calendar-zone",
  week: "week-1-add",
};

/** Whether the path names a span as a whole: its first control is where to look. */
function controlOf(path: string): string {
  if (path.startsWith("days")) return "days";
  const id = path.replaceAll(".", "-");
  return controls[path] ?? (/^week-\d-\d$/.test(id) ? `${id}-from` : id);
}

export function textOf(code: string): string {
  const key = `calendars.fault.${code}`;
  return hasMessage(key) ? t(key) : issueText(code);
}

/** A fault at its control; that of a dated day begins with its date. */
export function faultOf({ path, code }: Issue, days: readonly CalendarDay[]): Fault {
  const day = path.startsWith("days.") ? days[Number(path.split(".")[1])] : undefined;
  const text = day === undefined ? textOf(code) : `${formatDay(day.date)}: ${textOf(code)}`;
  return { id: controlOf(path), text };
}
