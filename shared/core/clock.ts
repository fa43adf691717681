/**
 * The product's time. `TIME_SCALE` > 1 is the test clock: a scale of 60 lets a minute pass every second,
 * counted from the instant `TIME_EPOCH` (ms), so that restarts of one data folder go on in the same time.
 */
export type Clock = { now: () => Date };

export function scaledClock(scale: number, epochMs: number): Clock {
  if (scale === 1) return { now: () => new Date() };
  return { now: () => new Date(epochMs + (Date.now() - epochMs) * scale) };
}

export const secondMs = 1000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** ISO instant `ms` after `from`. */
export function after(from: string, ms: number): string {
  return new Date(Date.parse(from) + ms).toISOString();
}
