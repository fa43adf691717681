/**
 * Durations counted in buckets whose width grows with the value, so that any quantile is within 1 % and
 * histograms of days, types and departments can be added up. After DDSketch (Masson, Rim, Lee, VLDB 2019).
 */
export type Sketch = Record<string, number>;

const accuracy = 0.01;
const growth = (1 + accuracy) / (1 - accuracy);
const logGrowth = Math.log(growth);

/** The bucket of a duration in milliseconds; all below one millisecond share one. */
export function bucketOf(durationMs: number): string {
  return durationMs < 1 ? "zero" : `b${Math.ceil(Math.log(durationMs) / logGrowth)}`;
}

/** The duration in milliseconds that is within 1 % of every one in the bucket. */
function valueOf(bucket: string): number {
  if (bucket === "zero") return 0;
  return Math.round((2 * growth ** Number(bucket.slice(1))) / (growth + 1));
}

/** The smallest duration (ms) that at least the share `quantile` of all does not exceed; null of none. */
export function quantileOf(sketch: Sketch, quantile: number): number | null {
  const buckets = Object.entries(sketch)
    .map(([bucket, count]) => ({ value: valueOf(bucket), count }))
    .sort((one, other) => one.value - other.value);
  const rank = Math.ceil(quantile * buckets.reduce((sum, { count }) => sum + count, 0));
  let passed = 0;
  for (const { value, count } of buckets) {
    passed += count;
    if (passed >= rank && count > 0) return value;
  }
  return null;
}
