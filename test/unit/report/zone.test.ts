import { describe, expect, it } from "vitest";
import { addDays, dayOf, daysBetween, wallTime } from "#shared/report/zone.ts";

describe("days of reports", () => {
  it("begin at midnight of the zone, also on days with daylight saving changes", () => {
    expect(dayOf("2026-02-27T15:59:59.999Z", "Asia/Shanghai")).toBe("2026-02-27");
    expect(dayOf("2026-02-27T16:00:00.000Z", "Asia/Shanghai")).toBe("2026-02-28");
    expect(dayOf("2026-03-08T04:59:59.000Z", "America/New_York")).toBe("2026-03-07");
    expect(dayOf("2026-03-09T03:59:59.000Z", "America/New_York")).toBe("2026-03-08");
    expect(wallTime("2026-02-27T16:05:09.000Z", "Asia/Shanghai")).toBe("2026-02-28 00:05:09");
  });

  it("count over months and leap days", () => {
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
    expect(daysBetween("2026-02-27", "2026-03-01")).toEqual([
      "2026-02-27",
      "2026-02-28",
      "2026-03-01",
    ]);
    expect(daysBetween("2026-03-02", "2026-03-01")).toEqual([]);
  });
});
