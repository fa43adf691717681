import { expect, test } from "vitest";
import { bucketsOf, unitFor } from "#lib/report/buckets.ts";
import { drillHref, readFigure } from "#lib/report/query.ts";
import { labelEvery, ticksFor } from "#lib/report/scale.ts";

const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);

test("every day of a short range has a column, the empty ones too", () => {
  const range = { from: "2026-02-27", to: "2026-03-02" };
  const byDay = [{ day: "2026-02-28", submitted: 3, completed: 1 }];
  const buckets = bucketsOf(byDay, range, unitFor(range));
  expect(buckets.map(({ from, submitted }) => [from, submitted])).toEqual([
    ["2026-02-27", 0],
    ["2026-02-28", 3],
    ["2026-03-01", 0],
    ["2026-03-02", 0],
  ]);
});

test("weeks and months are cut at the ends of the range and lose no ticket", () => {
  const byDay = Array.from({ length: 59 }, (_, index) => ({
    day: new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10),
    submitted: 2,
    completed: 1,
  }));
  const range = { from: "2026-01-01", to: "2026-02-28" };
  const weeks = bucketsOf(byDay, range, "week");
  expect(weeks.at(0)).toEqual({ from: "2026-01-01", to: "2026-01-04", submitted: 8, completed: 4 });
  expect(weeks.at(1)?.from).toBe("2026-01-05");
  expect(weeks.at(-1)?.to).toBe("2026-02-28");
  const months = bucketsOf(byDay, range, "month");
  expect(months.map(({ from, to }) => `${from}/${to}`)).toEqual([
    "2026-01-01/2026-01-31",
    "2026-02-01/2026-02-28",
  ]);
  for (const buckets of [weeks, months]) expect(sum(buckets.map((b) => b.submitted))).toBe(118);
});

test("days outside the range do not count", () => {
  const range = { from: "2026-03-04", to: "2026-03-06" };
  const byDay = [{ day: "2026-03-03", submitted: 5, completed: 5 }];
  expect(sum(bucketsOf(byDay, range, "week").map((bucket) => bucket.submitted))).toBe(0);
});

test.each([
  [{ from: "2026-01-01", to: "2026-01-31" }, "day"],
  [{ from: "2026-01-01", to: "2026-03-31" }, "week"],
  [{ from: "2025-01-01", to: "2026-03-31" }, "month"],
] as const)("%j is drawn by %s", (range, unit) => expect(unitFor(range)).toBe(unit));

test.each([
  [0, [0, 1]],
  [1, [0, 1]],
  [3, [0, 1, 2, 3]],
  [7, [0, 2, 4, 6, 8]],
  [41, [0, 20, 40, 60]],
  [1200, [0, 500, 1000, 1500]],
])("an axis up to %d has the marks %j", (max, ticks) => expect(ticksFor(max)).toEqual(ticks));

test("labels are thinned to what fits", () => {
  expect(labelEvery(7, 700, 50)).toBe(1);
  expect(labelEvery(31, 310, 50)).toBe(5);
});

test("a figure's address names the figure and leaves out what is not set", () => {
  const range = { from: "2026-01-01", to: "2026-01-31" };
  const href = drillHref({ ...range, figure: "vetoed", departmentId: "none" });
  expect(href).toBe(
    "/reports/tickets?from=2026-01-01&to=2026-01-31&departmentId=none&figure=vetoed",
  );
  expect(readFigure(new URLSearchParams(href.split("?")[1]))).toBe("vetoed");
  expect(readFigure(new URLSearchParams("figure=everything"))).toBe("submitted");
});
