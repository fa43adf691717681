import { describe, expect, it, test } from "vitest";
import type { CalendarDay } from "#shared/calendar/schema.ts";
import { fromLines, toLines } from "#lib/calendar/lines.ts";
import { runsOf, withoutDates } from "#lib/calendar/runs.ts";
import { isTime, tidyTime } from "#lib/calendar/times.ts";
import { stretchesOf } from "#lib/calendar/week-text.ts";
import { monthsOf, stepFrom } from "#lib/calendar/year.ts";
import { calendars } from "#stacks/local/demo/calendars.ts";

const [china, berlin] = calendars;
if (china === undefined || berlin === undefined) throw new Error("the demo has two calendars");
const name = { en: "Off", "zh-CN": "放假" };
const holiday = (date: string): CalendarDay => ({ date, kind: "holiday", name });

test.each([
  ["9", "09:00"],
  ["930", "09:30"],
  ["1830", "18:30"],
  ["9.5", "09:05"],
  [" ９：３０ ", "09:30"],
  ["24:00", "24:00"],
  ["noon", "noon"],
])("the time %j becomes %s", (typed, time) => {
  expect(tidyTime(typed)).toBe(time);
});

test("only an end may be 24:00", () => {
  expect([isTime("24:00", true), isTime("24:00", false), isTime("9:00", true)]).toEqual([
    true,
    false,
    false,
  ]);
});

describe("runs of days", () => {
  it("join what is alike and follows, over the end of a month too", () => {
    const days = ["2026-02-28", "2026-03-01", "2026-03-03"].map(holiday);
    const told = runsOf(days).map(({ from, to, count }) => [from, to, count]);
    expect(told).toEqual([
      ["2026-02-28", "2026-03-01", 2],
      ["2026-03-03", "2026-03-03", 1],
    ]);
  });

  it("are thirteen for the Chinese holidays and make-up days of 2026, told apart", () => {
    expect(runsOf(china.days).map(({ from, day }) => `${from} ${day.kind}`)).toEqual([
      "2026-01-01 holiday",
      "2026-01-04 workday",
      "2026-02-14 workday",
      "2026-02-15 holiday",
      "2026-02-28 workday",
      "2026-04-04 holiday",
      "2026-05-01 holiday",
      "2026-05-09 workday",
      "2026-06-19 holiday",
      "2026-09-20 workday",
      "2026-09-25 holiday",
      "2026-10-01 holiday",
      "2026-10-10 workday",
    ]);
  });

  it("leave the other days when they go", () => {
    const days = ["2026-02-27", "2026-02-28", "2026-03-01"].map(holiday);
    expect(withoutDates(days, "2026-02-28", "2026-02-28").map(({ date }) => date)).toEqual([
      "2026-02-27",
      "2026-03-01",
    ]);
  });
});

describe("days as lines", () => {
  const odd: CalendarDay[] = [
    { ...holiday("2026-01-02"), name: { en: 'The "day", after', "zh-CN": "次日" } },
    { ...holiday("2026-01-03"), spans: [] },
    {
      ...holiday("2026-01-04"),
      kind: "workday",
      spans: [
        { from: "09:00", to: "12:00" },
        { from: "13:00", to: "24:00" },
      ],
    },
  ];

  it.each([
    ["of China", china.days],
    ["of Berlin", berlin.days],
    ["with odd names and hours", odd],
    ["of nobody", []],
  ])("%s come back as they went", (_name, days) => {
    expect(fromLines(toLines(days))).toEqual({ days, faults: [] });
  });

  it("are also what a spreadsheet gives, with a head and empty lines", () => {
    const text = "date\tkind\ten\tzh\n\n2026-01-01\tholiday\tNew, Year\t元旦\t\r\n";
    const day = { date: "2026-01-01", kind: "holiday", name: { en: "New, Year", "zh-CN": "元旦" } };
    expect(fromLines(text)).toEqual({ days: [day], faults: [] });
  });

  it.each([
    ["2026-01-01,holiday,New Year", "columns"],
    ["2026-02-29,holiday,a,b", "date"],
    ["2026-01-01,free,a,b", "kind"],
    ["2026-01-01,holiday,,b", "name"],
    ["2026-01-01,workday,a,b,9-12", "hours"],
  ])("%s is at fault for its %s", (line, code) => {
    expect(fromLines(`${toLines(odd)}${line}`)).toMatchObject({ faults: [{ line: 4, code }] });
  });
});

describe("a year", () => {
  const months = monthsOf(china, 2026);
  const cells = months.flatMap(({ weeks }) => weeks.flat()).filter((cell) => cell !== null);
  const lookOf = (date: string) => cells.find((cell) => cell.date === date)?.look;

  it("has all its days under their weekdays", () => {
    expect(cells).toHaveLength(365);
    expect(months[1]?.weeks[0]?.map((cell) => cell?.date.slice(8))).toEqual([
      ...Array.from({ length: 6 }, () => undefined),
      "01",
    ]);
    expect(months.every(({ weeks }) => weeks.every((week) => week.length === 7))).toBe(true);
  });

  it("tells free days, holidays and make-up days apart", () => {
    const dates = ["2026-02-13", "2026-02-14", "2026-02-15", "2026-02-24", "2026-03-01"];
    expect(dates.map(lookOf)).toEqual(["plain", "workday", "holiday", "plain", "free"]);
  });

  it("is walked by keys", () => {
    const keys = ["ArrowLeft", "ArrowDown", "PageUp", "Home", "End", "Enter"];
    expect(keys.map((key) => stepFrom("2026-01-01", key))).toEqual([
      "2025-12-31",
      "2026-01-08",
      "2025-12-04",
      "2025-12-29",
      "2026-01-04",
      undefined,
    ]);
  });
});

test("a week is told in stretches", () => {
  const { "1": hours } = china.week;
  const week = { ...china.week, "3": [], "6": hours.slice(0, 1) };
  const told = stretchesOf(week).map(({ first, last, spans }) => [first, last, spans.length]);
  expect(told).toEqual([
    ["1", "2", 2],
    ["4", "5", 2],
    ["6", "6", 1],
  ]);
});
