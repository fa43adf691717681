import { afterAll, beforeAll, expect, it } from "vitest";
import { TestApi } from "#test/support/app.ts";
import { addPerson, openSession } from "#test/support/factory.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let api: TestApi;
let admin: string;

beforeAll(async () => {
  engine = await ownTable();
  api = new TestApi();
  admin = await openSession(await addPerson({ roles: ["admin"] }));
});
afterAll(() => engine.stop());

const nine = { from: "09:00", to: "17:00" };
const name = { en: "Office", "zh-CN": "办公室" };
const week = { "1": [nine], "2": [nine], "3": [nine], "4": [nine], "5": [nine], "6": [], "7": [] };
const content = { name, zone: "Asia/Shanghai", week, days: [] };
const newYear = { date: "2026-01-01", kind: "holiday" as const, name };

/** What is wrong with a new calendar, and the faults that the answer names. */
const cases: [string, object, string[]][] = [
  ["a code in capitals", { code: "Office" }, ["code: invalid_format"]],
  ["no code", { code: undefined }, ["code: required"]],
  ["an unknown zone", { zone: "Mars/Olympus" }, ["zone: unknown_zone"]],
  ["a zone in small letters", { zone: "asia/shanghai" }, ["zone: unknown_zone"]],
  ["a fixed offset", { zone: "+08:00" }, ["zone: unknown_zone"]],
  ["a missing weekday", { week: { ...week, "7": undefined } }, ["week.7: required"]],
  ["a weekday too many", { week: { ...week, "8": [] } }, ["week.8: unknown_field"]],
  [
    "a time that is none",
    { week: { ...week, "1": [{ from: "9:00", to: "24:01" }] } },
    ["week.1.0.from: invalid_format", "week.1.0.to: invalid_format"],
  ],
  [
    "hours that end before they begin",
    { week: { ...week, "2": [{ from: "12:00", to: "12:00" }] } },
    ["week.2.0.to: crossed_bounds"],
  ],
  [
    "hours that overlap",
    { week: { ...week, "3": [nine, { from: "08:00", to: "09:01" }] } },
    ["week.3.0: overlap"],
  ],
  [
    "seven spans",
    { week: { ...week, "1": Array.from({ length: 7 }, () => nine) } },
    ["week.1: too_big"],
  ],
  [
    "a week without work",
    { week: Object.fromEntries(Object.keys(week).map((day) => [day, []])) },
    ["week: no_hours"],
  ],
  [
    "a day that is none",
    { days: [{ ...newYear, date: "2026-02-29" }] },
    ["days.0.date: invalid_format"],
  ],
  ["a day twice", { days: [newYear, { ...newYear }] }, ["days.1.date: duplicate"]],
  ["a day far away", { days: [{ ...newYear, date: "2500-01-01" }] }, ["days.0.date: out_of_range"]],
  [
    "a make-up day without hours",
    { week: { ...week, "1": [] }, days: [{ ...newYear, kind: "workday" }] },
    ["days.0.spans: no_hours"],
  ],
  [
    "an exception's hours",
    { days: [{ ...newYear, spans: [{ from: "10:00", to: "09:00" }] }] },
    ["days.0.spans.0.to: crossed_bounds"],
  ],
  [
    "a day without a Chinese name",
    { days: [{ ...newYear, name: { en: "x" } }] },
    ["days.0.name.zh-CN: required"],
  ],
  ["2,001 days", { days: Array.from({ length: 2001 }, () => newYear) }, ["days: too_big"]],
  [
    "names too many for one record",
    {
      days: Array.from({ length: 1000 }, (_, index) => ({
        date: new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10),
        kind: "holiday",
        name: { en: `${index}`.padEnd(60, "x"), "zh-CN": "长".repeat(20) },
      })),
    },
    ["days: too_big"],
  ],
];

it.each(cases)("a calendar with %s is refused at its field", async (_name, wrong, faults) => {
  const body = { code: "wrong", ...content, ...wrong };
  const { status, problem } = await api.loose("createCalendar", { body }, admin);
  expect(status).toBe(400);
  expect(problem?.issues.map(({ path, code }) => `${path}: ${code}`)).toEqual(faults);
});
