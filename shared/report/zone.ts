const formats = new Map<string, Intl.DateTimeFormat>();

/** The organisation's zone; days of reports begin at its midnight. Read late, like the table's name. */
export function reportZone(): string {
  return process.env["REPORT_ZONE"] ?? "Asia/Shanghai";
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  // The Swedish form of a time is the ISO form.
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    dateStyle: "short",
    timeStyle: "medium",
  });
  formats.set(zone, format);
  return format;
}

/** An instant as a clock on the wall in the zone shows it: `2026-02-28 17:05:09`. */
export function wallTime(instant: string, zone: string): string {
  return formatOf(zone).format(new Date(instant));
}

/** The day of an instant in the zone: `2026-02-28`. */
export function dayOf(instant: string, zone: string): string {
  return wallTime(instant, zone).slice(0, 10);
}

export function monthOf(day: string): string {
  return day.slice(0, 7);
}

/** The day `count` days after `day`. */
export function addDays(day: string, count: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

/** All days from the first to the last, both included. */
export function daysBetween(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}
