/** Sums that only grow, to be read from any place; a typed array in use. */
type Sums = { readonly length: number; readonly [index: number]: number };

/**
 * The way back from working time to its day. Working time is cut into as many equal buckets as there are days,
 * and for each bucket it is written down on which day it begins.
 */
export type Buckets = { width: number; first: Sums };

/** `sums` are working ms before each day, the total last: whole numbers, each above the one before. */
export function bucketsOf(sums: Float64Array): Buckets {
  const count = sums.length - 1;
  const total = sums[count] ?? 0;
  const width = Math.max(1, Math.ceil(total / Math.max(1, count)));
  const first = new Uint32Array(count + 2);
  let day = 0;
  for (let bucket = 0; bucket < first.length; bucket += 1) {
    while (day + 1 < count && (sums[day + 1] ?? Infinity) <= bucket * width) day += 1;
    first[bucket] = day;
  }
  return { width, first };
}

/**
 * The day on which `worked` (a whole number of ms, above 0, at most the total) is reached. A look at two
 * buckets, then halving between their days: those are one or two when days are about equally long, and never
 * depend on how far away the answer lies.
 */
export function dayOfWorked({ width, first }: Buckets, sums: Sums, worked: number): number {
  const bucket = Math.floor((worked - 1) / width);
  let low = first[bucket] ?? 0;
  let high = first[bucket + 1] ?? low;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sums[middle] ?? Infinity) < worked) low = middle;
    else high = middle - 1;
  }
  return low;
}
