import { expect, test, vi } from "vitest";
import type * as Tables from "#shared/calendar/timetable.ts";
import { compileCalendar } from "#shared/calendar/work-time.ts";
import { calendars } from "#stacks/local/demo/calendars.ts";

const seen = vi.hoisted(() => ({ reads: 0 }));

type Numbers = Int32Array | Uint32Array | Uint16Array | Float64Array | Int32Array[];

/** Counts every look into a table. */
function counted<Table extends Numbers>(table: Table): Table {
  return new Proxy(table, {
    get(target, key) {
      if (typeof key === "string" && /^\d+$/.test(key)) seen.reads += 1;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

vi.mock("#shared/calendar/timetable.ts", async (original) => {
  const { timetableOf } = await original<typeof Tables>();
  return {
    timetableOf: (...given: Parameters<typeof timetableOf>): Tables.Timetable => {
      const { firstDay, buckets, rank, day, opening, openings, worked } = timetableOf(...given);
      return {
        firstDay,
        ...{ rank: counted(rank), day: counted(day), opening: counted(opening) },
        ...{ worked: counted(worked), openings: counted(openings.map(counted)) },
        buckets: { ...buckets, first: counted(buckets.first as Uint32Array) },
      };
    },
  };
});

const day = 7.5 * 60;
const year = 248 * day;

function readsOf(look: () => unknown): number {
  seen.reads = 0;
  look();
  return seen.reads;
}

test.each(calendars)("$code: five minutes cost as many steps as fifteen years", (calendar) => {
  const work = compileCalendar(calendar);
  const starts = Array.from({ length: 400 }, (_, index) =>
    new Date(Date.UTC(2016, 0, 1) + index * 35 * 3_600_000 * 5).toISOString(),
  );
  const worst = (minutes: number) =>
    Math.max(...starts.map((start) => readsOf(() => work.after(start, minutes))));
  const amounts = [5, day, 20 * day, year, 5 * year, 15 * year];
  const steps = amounts.map(worst);
  expect(Math.max(...steps)).toBeLessThanOrEqual(40);
  expect(Math.max(...steps) - Math.min(...steps)).toBeLessThanOrEqual(4);
  const far = readsOf(() => work.between("2016-01-04T03:00:00Z", "2044-01-04T03:00:00Z"));
  const near = readsOf(() => work.between("2016-01-04T03:00:00Z", "2016-01-04T03:05:00Z"));
  expect(Math.abs(far - near)).toBeLessThanOrEqual(2);
});

test("a whole table is small", async () => {
  const { timetableOf } = await vi.importActual<typeof Tables>("#shared/calendar/timetable.ts");
  for (const calendar of calendars) {
    const {
      rank,
      day: days,
      opening,
      worked,
      openings,
    } = timetableOf(calendar, {
      first: 2015,
      last: 2045,
    });
    const hours = openings.reduce((sum, one) => sum + one.byteLength, 0);
    const bytes =
      rank.byteLength + days.byteLength + opening.byteLength + worked.byteLength + hours;
    expect(bytes).toBeLessThan(250_000);
  }
});
