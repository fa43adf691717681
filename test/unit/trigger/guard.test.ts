import { describe, expect, it } from "vitest";
import { after, minuteMs } from "#shared/core/clock.ts";
import { Guardrails } from "#shared/plan/schema.ts";
import { holdOf, isShareUnknown, recentOf, wasTold, type Alert } from "#shared/trigger/guard.ts";
import type { Recent } from "#shared/trigger/record.ts";

const now = "2026-03-02T12:00:00.000Z";
const rails = Guardrails.parse({
  minIntervalSeconds: 600,
  mostPerTargetPerHour: 2,
  mostPerHour: 4,
  mostSharePercent: 30,
});
const alert = (given: Partial<Alert> = {}): Alert => ({
  fingerprint: "cpu",
  targets: ["web-1"],
  instances: 10,
  ...given,
});
/** A run so many minutes ago. */
const run = (minutesAgo: number, ...targets: string[]): Recent => ({
  at: after(now, -minutesAgo * minuteMs),
  orderId: "ord_1",
  fingerprint: "cpu",
  targets,
});

describe("a plan that runs by itself is held back", () => {
  it.each<[string, Recent[], Alert, ReturnType<typeof holdOf>]>([
    ["never the first time", [], alert(), null],
    ["after a run on the same target within the interval", [run(9, "web-1")], alert(), "too_soon"],
    ["not after one on another target", [run(9, "web-2")], alert(), null],
    ["not after the interval", [run(10, "web-1")], alert(), null],
    [
      "after any run when the alert names no target",
      [run(9, "web-2")],
      alert({ targets: [] }),
      "too_soon",
    ],
    [
      "after too many runs on one target",
      [run(50, "web-1"), run(20, "web-1")],
      alert(),
      "target_limit",
    ],
    ["not by runs of more than an hour ago", [run(61, "web-1"), run(20, "web-1")], alert(), null],
    [
      "after too many runs at all",
      [run(50, "a"), run(40, "b"), run(30, "a"), run(20, "b")],
      alert({ instances: 100 }),
      "hour_limit",
    ],
    [
      "before too much of the service is touched",
      [run(50, "a"), run(40, "b"), run(30, "c")],
      alert(),
      "share_limit",
    ],
    [
      "not by targets touched before",
      [run(50, "a"), run(40, "b")],
      alert({ targets: ["b"] }),
      null,
    ],
    ["never for one instance of a small service", [], alert({ instances: 2 }), null],
    [
      "for two of a small service at once",
      [],
      alert({ targets: ["a", "b"], instances: 4 }),
      "share_limit",
    ],
  ])("%s", (_what, recent, given, hold) => {
    expect(holdOf(rails, recent, given, now)).toBe(hold);
  });

  it("not by what was only told", () => {
    expect(holdOf(rails, [{ ...run(1, "web-1"), orderId: null }], alert(), now)).toBeNull();
  });
});

describe("what is not known is not guessed", () => {
  it.each<[string, Alert, boolean]>([
    ["how many instances there are", alert({ instances: null }), true],
    ["which ones it is about", alert({ targets: [] }), true],
    ["nothing is missing", alert(), false],
  ])("%s", (_what, given, isUnknown) => {
    expect(isShareUnknown(rails, given)).toBe(isUnknown);
    expect(isShareUnknown({ ...rails, mostSharePercent: 100 }, given)).toBe(false);
  });
});

describe("memory", () => {
  it("reaches as far as the longest limit looks, and no further", () => {
    const recent = [run(90, "a"), run(59, "b")];
    expect(recentOf(recent, now, rails)).toEqual([run(59, "b")]);
    expect(recentOf(recent, now, { ...rails, minIntervalSeconds: 7200 })).toEqual(recent);
  });

  it("keeps the same trouble from being told again and again", () => {
    expect(wasTold(rails, [run(9)], alert(), now)).toBe(true);
    expect(wasTold(rails, [run(11)], alert(), now)).toBe(false);
    expect(wasTold(rails, [run(9)], alert({ fingerprint: "disk" }), now)).toBe(false);
  });
});
