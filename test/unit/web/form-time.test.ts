import { expect, test } from "vitest";
import { fromLocalInput, toLocalInput } from "../../../web/src/lib/components/form/local-time.ts";

test.each(["2026-11-21T08:30", "2026-01-01T00:00", "2024-02-29T23:59"])(
  "%s survives the way to an instant and back",
  (local) => {
    expect(fromLocalInput(local)).toMatch(/Z$/);
    expect(toLocalInput(fromLocalInput(local))).toBe(local);
  },
);

test.each(["", "unfinished", undefined, 5, "2026-13-45"])("%j is no instant", (value) => {
  expect(toLocalInput(value)).toBe("");
});
