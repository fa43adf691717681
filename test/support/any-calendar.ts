import fc from "fast-check";
import type { CalendarDay, CalendarDocument } from "#shared/calendar/schema.ts";
import { dayMs } from "#shared/core/clock.ts";

/** Half hours, quarter hours, midnight changes, a two-hour change, a month without summer time, both ends of the day. */
export const zones = [
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "Asia/Shanghai",
  "America/St_Johns",
  "America/Havana",
  "Asia/Beirut",
  "Africa/Cairo",
  "Africa/Casablanca",
  "Antarctica/Troll",
  "Pacific/Kiritimati",
  "Pacific/Pago_Pago",
  "UTC",
];

const name = { en: "Any", "zh-CN": "任意" };

function timeOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

/** Up to three spans that do not overlap; some touch, some end at midnight. */
function spans(least: number): fc.Arbitrary<{ from: string; to: string }[]> {
  const edge = fc.oneof(
    fc.integer({ min: 0, max: 1440 }),
    fc.constantFrom(0, 60, 120, 180, 540, 720, 1380, 1440),
  );
  return fc.array(edge, { minLength: 2 * least, maxLength: 6 }).map((edges) => {
    const order = edges.toSorted((a, b) => a - b);
    const pairs = order.flatMap((from, at) =>
      at % 2 === 0 ? [[from, order[at + 1] ?? from]] : [],
    );
    return pairs
      .filter(([from = 0, to = 0]) => from < to)
      .map(([from = 0, to = 0]) => ({ from: timeOf(from), to: timeOf(to) }));
  });
}

const day = fc.record({
  offset: fc.integer({ min: -4, max: 12 }),
  kind: fc.constantFrom("holiday" as const, "workday" as const),
  spans: fc.option(spans(1), { nil: undefined }),
});

function changesOf(zone: string): number[] {
  const format = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" });
  const offset = (ms: number) => format.format(ms).split(" ").at(-1);
  const [first, last] = [Date.UTC(2024, 0, 1), Date.UTC(2028, 0, 1)];
  const found: number[] = [];
  for (let at = first; at < last; at += dayMs)
    if (offset(at) !== offset(at + dayMs)) found.push(at);
  return found;
}
const changes = new Map(zones.map((zone) => [zone, changesOf(zone)]));

/** A calendar and an instant near a change of its clocks, if there are any; exceptions lie around it. */
export const anyCase: fc.Arbitrary<{ calendar: CalendarDocument; atMs: number }> = fc
  .record({
    zone: fc.constantFrom(...zones),
    monday: spans(1),
    others: fc.array(spans(0), { minLength: 6, maxLength: 6 }),
    days: fc.uniqueArray(day, { maxLength: 5, selector: ({ offset }) => offset }),
    place: fc.nat(1000),
    shiftMs: fc.integer({ min: -3 * dayMs, max: 2 * dayMs }),
  })
  .filter(({ monday }) => monday.length > 0)
  .map(({ zone, monday, others, days, place, shiftMs }) => {
    const near = changes.get(zone) ?? [];
    const around = near[place % Math.max(1, near.length)] ?? Date.UTC(2026, 0, 1 + place);
    const dateOf = (offset: number) => new Date(around + offset * dayMs).toISOString().slice(0, 10);
    const [tuesday = [], wednesday = [], thursday = [], friday = [], saturday = [], sunday = []] =
      others;
    const exceptions = days.map(({ offset, kind, spans: own }): CalendarDay => ({
      date: dateOf(offset),
      kind,
      name,
      ...(own === undefined || (kind === "workday" && own.length === 0) ? {} : { spans: own }),
    }));
    const week = {
      ...{ "1": monday, "2": tuesday, "3": wednesday, "4": thursday },
      ...{ "5": friday, "6": saturday, "7": sunday },
    };
    return {
      calendar: { code: "any", name, zone, week, days: exceptions },
      atMs: around + shiftMs,
    };
  });
