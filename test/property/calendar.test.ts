import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packDays, unpackDays } from "#shared/calendar/pack.ts";
import { CalendarDocument } from "#shared/calendar/schema.ts";
import { compileCalendar } from "#shared/calendar/work-time.ts";
import { minuteMs } from "#shared/core/clock.ts";
import { anyCase } from "#test/support/any-calendar.ts";
import { SlowWorkTime } from "#test/support/slow-work-time.ts";

const iso = (ms: number) => new Date(ms).toISOString();

/** Some minutes of work, some of them of no full second. */
const amount = fc.oneof(
  fc.integer({ min: 0, max: 600 }),
  fc.integer({ min: 0, max: 300 * minuteMs }).map((ms) => ms / minuteMs),
);
const any = fc.record({
  given: anyCase,
  x: amount,
  y: amount,
  later: fc.nat(6 * 24 * 60 * minuteMs),
});

describe("working time", () => {
  it("is what a walk from minute to minute finds", () => {
    fc.assert(
      fc.property(any, ({ given: { calendar, atMs }, x, later }) => {
        expect(CalendarDocument.safeParse(calendar).error).toBeUndefined();
        const [fast, slow] = [compileCalendar(calendar), new SlowWorkTime(calendar)];
        const ms = Math.round(x * minuteMs);
        expect(fast.isWorking(iso(atMs))).toBe(slow.isWorking(atMs));
        expect(fast.nextWorking(iso(atMs))).toBe(iso(slow.next(atMs)));
        expect(fast.after(iso(atMs), x)).toBe(iso(slow.after(atMs, ms)));
        expect(fast.between(iso(atMs), iso(atMs + later))).toBe(slow.between(atMs, atMs + later));
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it("can be added in parts, and measured again", () => {
    fc.assert(
      fc.property(any, ({ given: { calendar, atMs }, x, y }) => {
        const work = compileCalendar(calendar);
        const [a, first, second] = [iso(atMs), Math.round(x * minuteMs), Math.round(y * minuteMs)];
        const sum = (first + second) / minuteMs;
        if (second > 0) expect(work.after(work.after(a, x), y)).toBe(work.after(a, sum));
        expect(work.between(a, work.after(a, x))).toBe(first / minuteMs);
        expect(work.between(work.after(a, x), a)).toBe(-first / minuteMs || 0);
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it("never ends earlier for a later start or for more work", () => {
    fc.assert(
      fc.property(any, ({ given: { calendar, atMs }, x, y, later }) => {
        const work = compileCalendar(calendar);
        const [a, b] = [iso(atMs), iso(atMs + later)];
        expect(work.after(a, x) <= work.after(b, x)).toBe(true);
        const [less, more] = [Math.min(x, y), Math.max(x, y)].map((part) => Math.round(part * 100));
        if (less !== undefined && more !== undefined && less > 0) {
          expect(work.after(a, less / 100) <= work.after(a, more / 100)).toBe(true);
        }
        expect(work.after(a, x) >= a).toBe(true);
        expect(work.isWorking(work.nextWorking(a))).toBe(true);
        expect(work.nextWorking(work.nextWorking(a))).toBe(work.nextWorking(a));
        expect(work.after(a, 0)).toBe(work.nextWorking(a));
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});

it("days come out of the table as they went in, in order", () => {
  fc.assert(
    fc.property(anyCase, ({ calendar: { days } }) => {
      const sorted = days.toSorted((a, b) => (a.date < b.date ? -1 : 1));
      expect(unpackDays(packDays(days))).toEqual(sorted);
    }),
  );
});
