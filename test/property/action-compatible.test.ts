import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fieldNarrowings } from "#shared/action/compatible-field.ts";
import { lockedField } from "#shared/action/lock.ts";
import { fieldViews } from "#shared/core/fields.ts";
import {
  anyFields,
  brokenFields,
  narrowerFields,
  parametersOf,
  valuesOf,
  type Fields,
} from "#test/support/any-schema.ts";

const locked = (fields: Fields) => fieldViews(parametersOf(fields)).map(lockedField);
const faults = (before: Fields, after: Fields) =>
  fieldNarrowings("", locked(before), locked(after));

/** Parameters, and the same changed in one place. */
function changed(ways: (fields: Fields) => Fields[]) {
  return anyFields.chain((fields) => {
    const others = ways(fields);
    return others.length === 0
      ? fc.constant(null)
      : fc.tuple(fc.constant(fields), fc.constantFrom(...others));
  });
}

describe("any parameters, changed in any one place", () => {
  it("narrowed: it is found; widened again: it passes", () => {
    fc.assert(
      fc.property(changed(narrowerFields), (pair) => {
        if (pair === null) return;
        const [wide, narrow] = pair;
        expect(faults(wide, narrow)).toHaveLength(1);
        expect(faults(narrow, wide)).toEqual([]);
        expect(faults(wide, wide)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  }, 30_000);

  it("gone, of another type, new and required: it is found", () => {
    fc.assert(
      fc.property(changed(brokenFields), (pair) => {
        if (pair !== null) expect(faults(...pair).length).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  }, 30_000);

  it("what nothing is said against takes every value that was taken before", () => {
    const pairs = changed((fields) => [...narrowerFields(fields), ...brokenFields(fields)]);
    const both = pairs.map((pair) =>
      pair === null ? [] : [pair, pair.toReversed() as typeof pair],
    );
    const withValue = both.chain((list) =>
      list.length === 0
        ? fc.constant(null)
        : fc
            .constantFrom(...list)
            .chain(([before, after]) =>
              fc.tuple(fc.constant(before), fc.constant(after), valuesOf(before)),
            ),
    );
    fc.assert(
      fc.property(withValue, (one) => {
        if (one === null) return;
        const [before, after, value] = one;
        if (faults(before, after).length > 0) return;
        expect(parametersOf(before).safeParse(value).success).toBe(true);
        expect(parametersOf(after).safeParse(value).success).toBe(true);
      }),
      { numRuns: 300 },
    );
  }, 30_000);
});
