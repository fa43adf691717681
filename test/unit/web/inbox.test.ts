import { describe, expect, it } from "vitest";
import type { TaskCard } from "#shared/ticket/schema.ts";
import {
  countOf,
  filterOf,
  fits,
  paramsOf,
  type InboxFilter,
} from "../../../web/src/routes/(app)/inbox/filter.ts";
import { axisOf, swipeOf } from "../../../web/src/routes/(app)/inbox/swipe.ts";

const now = Date.parse("2026-11-20T12:00:00Z");
const none: InboxFilter = { type: "", who: "", olderDays: 0, dueSoon: false };

function card(createdAt: string, dueAt: string | null): TaskCard {
  return {
    task: { createdAt, dueAt },
    ticket: {
      requester: { id: "usr_1", name: "Alice Chen" },
      department: { id: "dep_1", name: "Platform 平台研发部" },
    },
  } as TaskCard;
}

describe("the inbox's filter", () => {
  it("survives the address and takes nothing from it that it does not know", () => {
    const filter = { type: "tpl_1", who: "chen", olderDays: 7, dueSoon: true };
    expect(filterOf(new URLSearchParams(paramsOf(filter)))).toEqual(filter);
    expect(countOf(filter)).toBe(4);
    expect(filterOf(new URLSearchParams("older=5&due=later&who="))).toEqual(none);
    expect(countOf(none)).toBe(0);
  });

  it("finds the requester by every word of name or department", () => {
    const one = card("2026-11-20T11:00:00Z", null);
    expect(fits(one, { ...none, who: "CHEN 平台" }, now)).toBe(true);
    expect(fits(one, { ...none, who: "chen sales" }, now)).toBe(false);
  });

  it("tells what waits for long and what is due soon or late", () => {
    const old = card("2026-11-17T11:00:00Z", "2026-11-20T11:00:00Z");
    const fresh = card("2026-11-20T11:00:00Z", "2026-11-22T12:00:00Z");
    expect([old, fresh].map((one) => fits(one, { ...none, olderDays: 3 }, now))).toEqual([
      true,
      false,
    ]);
    expect([old, fresh].map((one) => fits(one, { ...none, dueSoon: true }, now))).toEqual([
      true,
      false,
    ]);
    expect(fits(card("2026-11-20T11:00:00Z", null), { ...none, dueSoon: true }, now)).toBe(false);
  });
});

describe("a swipe", () => {
  it("lets the page scroll unless the finger goes clearly sideways", () => {
    expect(axisOf(5, 5)).toBe("none");
    expect(axisOf(20, 20)).toBe("page");
    expect(axisOf(-3, 30)).toBe("page");
    expect(axisOf(30, 4)).toBe("card");
  });

  it("decides only when it went far enough, and never on a card without a width", () => {
    expect(swipeOf(100, 358)).toBeNull();
    expect(swipeOf(130, 358)).toBe("right");
    expect(swipeOf(-130, 358)).toBe("left");
    expect(swipeOf(130, 0)).toBeNull();
  });
});
