import fc from "fast-check";
import { expect, test } from "vitest";
import { joinText, splitText } from "#shared/table/parts.ts";

const letter = fc.string({ unit: "grapheme", minLength: 1, maxLength: 3 });

test("any text comes back from its parts, in whatever order; none is larger than an item takes", () => {
  fc.assert(
    fc.property(letter, fc.integer({ min: 0, max: 60_000 }), fc.nat(4), (text, times, shift) => {
      // The shift moves characters of several bytes over the place where a part must end.
      const long = "x".repeat(shift) + text.repeat(times);
      const parts = splitText(long);
      for (const part of parts) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(88 * 1024);
      const rows = parts.map((one, part) => ({ part, text: one }));
      expect(joinText(rows.toReversed()) === long).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test("an empty text has one part", () => {
  expect(splitText("")).toEqual([""]);
});
