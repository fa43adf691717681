import { describe, expect, it, test } from "vitest";
import { CalendarDocument } from "#shared/calendar/schema.ts";
import { compileCalendar } from "#shared/calendar/work-time.ts";
import { calendars } from "#stacks/local/demo/calendars.ts";

const name = { en: "Any", "zh-CN": "任意" };
const chinese = (day: string, time: string): string =>
  new Date(`${day}T${time}+08:00`).toISOString();

function calendarOf(code: string): CalendarDocument {
  const found = calendars.find((calendar) => calendar.code === code);
  if (found === undefined) throw new Error(`no calendar ${code}`);
  return found;
}

function daily(zone: string, from: string, to: string, days: CalendarDocument["days"] = []) {
  const hours = [{ from, to }];
  const week = {
    "1": hours,
    "2": hours,
    "3": hours,
    "4": hours,
    "5": hours,
    "6": hours,
    "7": hours,
  };
  return compileCalendar({ code: "daily", name, zone, week, days });
}

describe("the Chinese office of 2026", () => {
  const work = compileCalendar(calendarOf("office-cn"));
  const after = (day: string, time: string, minutes: number) =>
    work.after(chinese(day, time), minutes);

  it.each([
    ["within the morning", ["2026-03-02", "09:10:07.123", 30], ["2026-03-02", "09:40:07.123"]],
    ["over lunch", ["2026-03-02", "11:50:00", 20], ["2026-03-02", "13:40:00"]],
    ["to the very end of the day", ["2026-03-02", "09:00:00", 450], ["2026-03-02", "18:00:00"]],
    ["over the week-end", ["2026-03-06", "17:30:00", 60], ["2026-03-09", "09:30:00"]],
    ["from the night on", ["2026-03-06", "23:00:00", 1], ["2026-03-09", "09:01:00"]],
    [
      "to the make-up Sunday after New Year",
      ["2025-12-31", "17:30:00", 60],
      ["2026-01-04", "09:30:00"],
    ],
    [
      "from the make-up Saturday over Spring Festival",
      ["2026-02-14", "17:00:00", 120],
      ["2026-02-24", "10:00:00"],
    ],
    [
      "from Friday to the make-up Saturday",
      ["2026-02-27", "17:30:00", 60],
      ["2026-02-28", "09:30:00"],
    ],
    [
      "over Labour Day to the week after",
      ["2026-04-30", "17:30:00", 60],
      ["2026-05-06", "09:30:00"],
    ],
    ["over National Day", ["2026-09-30", "17:00:00", 120], ["2026-10-08", "10:00:00"]],
    [
      "to the make-up Saturday after it",
      ["2026-10-09", "17:00:00", 120],
      ["2026-10-10", "10:00:00"],
    ],
  ] as const)("counts %s", (_name, [day, time, minutes], end) => {
    expect(after(day, time, minutes)).toBe(chinese(end[0], end[1]));
  });

  it("works 248 days in 2026", () => {
    const year = work.between(chinese("2026-01-01", "00:00"), chinese("2027-01-01", "00:00"));
    expect(year / 450).toBe(248);
  });

  it("opens at nine and closes at noon", () => {
    expect(work.isWorking(chinese("2026-03-02", "08:59:59.999"))).toBe(false);
    expect(work.isWorking(chinese("2026-03-02", "09:00"))).toBe(true);
    expect(work.isWorking(chinese("2026-03-02", "12:00"))).toBe(false);
    expect(work.nextWorking(chinese("2026-03-02", "12:00"))).toBe(chinese("2026-03-02", "13:30"));
    expect(after("2026-03-02", "12:00", 0)).toBe(chinese("2026-03-02", "13:30"));
  });
});

describe("days on which clocks change", () => {
  it.each([
    ["Europe/Berlin", "2026-03-28T23:00Z", "2026-03-29T22:00Z", 23 * 60],
    ["Europe/Berlin", "2026-10-24T22:00Z", "2026-10-25T23:00Z", 25 * 60],
    ["America/New_York", "2026-03-08T05:00Z", "2026-03-09T04:00Z", 23 * 60],
    ["Australia/Lord_Howe", "2026-04-04T13:00Z", "2026-04-05T13:30Z", 24 * 60 + 30],
    ["Asia/Kathmandu", "2026-03-28T18:15Z", "2026-03-29T18:15Z", 24 * 60],
  ])("%s from %s to %s has %d minutes around the clock", (zone, from, to, minutes) => {
    expect(daily(zone, "00:00", "24:00").between(from, to)).toBe(minutes);
  });

  it("an hour skipped is not worked, an hour shown twice counts twice", () => {
    const night = daily("Europe/Berlin", "01:00", "04:00");
    expect(night.between("2026-03-28T12:00Z", "2026-03-29T12:00Z")).toBe(120);
    expect(night.between("2026-10-24T12:00Z", "2026-10-25T12:00Z")).toBe(240);
    // 01:00 summer time and 200 minutes: 02:20 for the second time, winter time.
    expect(night.after("2026-10-24T12:00Z", 140)).toBe("2026-10-25T01:20:00.000Z");
    expect(night.after("2026-03-28T12:00Z", 90)).toBe("2026-03-29T01:30:00.000Z");
  });

  it("an office opens at its own nine o'clock before and after", () => {
    const work = compileCalendar(calendarOf("office-berlin"));
    expect(work.nextWorking("2026-03-27T18:00Z")).toBe("2026-03-30T07:00:00.000Z");
    expect(work.nextWorking("2026-10-23T18:00Z")).toBe("2026-10-26T08:00:00.000Z");
    expect(work.nextWorking("2026-04-02T18:00Z")).toBe("2026-04-07T07:00:00.000Z");
  });
});

describe("exceptions", () => {
  const monday = { from: "08:00", to: "10:00" };
  const day = (
    date: string,
    kind: "holiday" | "workday",
    spans?: { from: string; to: string }[],
  ) => ({
    ...{ date, kind, name },
    ...(spans === undefined ? {} : { spans }),
  });
  const none = { "2": [], "3": [], "4": [], "5": [], "6": [], "7": [] };
  const days = [
    day("2026-03-04", "workday"),
    day("2026-03-05", "workday", [{ from: "12:00", to: "12:30" }]),
    day("2026-03-09", "holiday"),
    day("2026-03-16", "holiday", [{ from: "08:00", to: "08:15" }]),
  ];
  const week = { "1": [monday], ...none };
  const work = compileCalendar({ code: "x", name, zone: "UTC", week, days });
  const on = (date: string) => work.between(`${date}T00:00Z`, `${date}T24:00:00Z`);

  test("a make-up day has Monday's hours or its own, a holiday none or its own", () => {
    expect(["02", "03", "04", "05", "09", "16", "23"].map((date) => on(`2026-03-${date}`))).toEqual(
      [120, 0, 120, 30, 0, 15, 120],
    );
  });
});

describe("far away", () => {
  const work = compileCalendar(calendarOf("office-berlin"));

  it("goes on after the years that were made ready, and before", () => {
    const years = 60 * 52;
    const end = work.after("2030-01-07T08:00:00.000Z", years * 5 * 510);
    expect(end).toBe("2089-10-21T15:30:00.000Z");
    expect(work.between("2030-01-07T08:00:00.000Z", end)).toBe(years * 5 * 510);
    expect(work.between("2013-01-07T00:00Z", "2013-01-14T00:00Z")).toBe(5 * 510);
  });

  it("ends, and says so", () => {
    expect(() => work.after("2026-01-01T00:00Z", 1e12)).toThrow(RangeError);
    expect(() => work.after("1999-01-01T00:00Z", 1)).toThrow(RangeError);
    expect(() => work.after("2026-01-01T00:00Z", -1)).toThrow(RangeError);
    expect(() => work.after("2026-01-01T00:00Z", Number.NaN)).toThrow(RangeError);
    expect(() => work.isWorking("yesterday")).toThrow(RangeError);
  });
});

test("the demo's calendars are right by the schema", () => {
  for (const calendar of calendars) expect(CalendarDocument.parse(calendar)).toEqual(calendar);
});
