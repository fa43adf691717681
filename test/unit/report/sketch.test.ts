import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bucketOf, quantileOf, type Sketch } from "#shared/report/sketch.ts";

const durations = fc.array(fc.integer({ min: 0, max: 3 * 366 * 86_400_000 }), {
  minLength: 1,
  maxLength: 200,
});

function sketchOf(values: number[]): Sketch {
  const sketch: Sketch = {};
  for (const value of values) sketch[bucketOf(value)] = (sketch[bucketOf(value)] ?? 0) + 1;
  return sketch;
}

describe("the histogram of durations", () => {
  it("gives every quantile within 1 % of the exact one (half a millisecond below 50 ms)", () => {
    fc.assert(
      fc.property(durations, fc.constantFrom(0.01, 0.5, 0.9, 0.99, 1), (values, quantile) => {
        const sorted = values.toSorted((a, b) => a - b);
        const exact = sorted[Math.ceil(quantile * sorted.length) - 1] ?? 0;
        const found = quantileOf(sketchOf(values), quantile) ?? -1;
        expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact * 0.010001 + 0.5);
      }),
    );
  });

  it("has no quantile of nothing", () => {
    expect(quantileOf({}, 0.5)).toBeNull();
  });

  it("stays small: three years fit into fewer than 1,300 buckets", () => {
    expect(Number(bucketOf(3 * 366 * 86_400_000).slice(1))).toBeLessThan(1300);
  });
});
