import { describe, expect, test } from "vitest";
import { isRange, lengthOf, presetOf, rangeOf, readRange } from "#lib/report/range.ts";

describe("a preset's range", () => {
  test.each([
    ["week", "2026-03-04", "2026-03-02"],
    ["week", "2026-03-02", "2026-03-02"],
    ["week", "2026-03-01", "2026-02-23"],
    ["month", "2026-03-31", "2026-03-01"],
    ["last30", "2026-03-01", "2026-01-31"],
    ["last30", "2024-03-01", "2024-02-01"],
    ["quarter", "2026-06-30", "2026-04-01"],
    ["quarter", "2026-12-01", "2026-10-01"],
  ] as const)("%s on %s begins on %s", (preset, day, from) => {
    expect(rangeOf(preset, day)).toEqual({ from, to: day });
  });

  test("is recognised again, and another range is nobody's", () => {
    expect(presetOf(rangeOf("quarter", "2026-05-20"), "2026-05-20")).toBe("quarter");
    expect(presetOf({ from: "2026-05-02", to: "2026-05-19" }, "2026-05-20")).toBeNull();
  });
});

test("a range counts both its ends", () => {
  expect(lengthOf({ from: "2026-03-01", to: "2026-03-01" })).toBe(1);
  expect(lengthOf(rangeOf("last30", "2026-03-30"))).toBe(30);
});

test.each([
  ["from=2026-02-30&to=2026-03-01"],
  ["from=2026-03-02&to=2026-03-01"],
  ["from=2020-01-01&to=2026-03-01"],
  ["from=yesterday"],
  [""],
])("the address %j falls back to the last 30 days", (query) => {
  expect(readRange(new URLSearchParams(query), "2026-03-30")).toEqual({
    from: "2026-03-01",
    to: "2026-03-30",
  });
});

test("a range of the address is taken as it is", () => {
  expect(isRange({ from: "2026-01-01", to: "2026-01-31" })).toBe(true);
  expect(readRange(new URLSearchParams("from=2026-01-01&to=2026-01-31"), "2026-03-30")).toEqual({
    from: "2026-01-01",
    to: "2026-01-31",
  });
});
