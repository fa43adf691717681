import type { WorkTime } from "#shared/approval/engine/situation.ts";
import { hourMs, minuteMs } from "#shared/core/clock.ts";

/** A working-time calendar small enough to see through: work is done in every second hour, the even ones. */

const isWorking = (atMs: number) => Math.floor(atMs / hourMs) % 2 === 0;
const hourEnd = (atMs: number) => (Math.floor(atMs / hourMs) + 1) * hourMs;

function afterMs(atMs: number, ms: number): number {
  let [at, rest] = [atMs, ms];
  for (;;) {
    const end = hourEnd(at);
    if (isWorking(at)) {
      if (rest <= end - at) return at + rest;
      rest -= end - at;
    }
    at = end;
  }
}

function betweenMs(fromMs: number, toMs: number): number {
  if (toMs < fromMs) return -betweenMs(toMs, fromMs);
  let [at, sum] = [fromMs, 0];
  while (at < toMs) {
    const end = Math.min(toMs, hourEnd(at));
    if (isWorking(at)) sum += end - at;
    at = end;
  }
  return sum;
}

export const toyCalendar: WorkTime = {
  after: (instant, minutes) => {
    // As strict as the real one.
    if (!(minutes >= 0)) throw new RangeError(`Not a number of minutes: ${minutes}`);
    return new Date(afterMs(Date.parse(instant), Math.round(minutes * minuteMs))).toISOString();
  },
  nextWorking: (instant) => {
    const at = Date.parse(instant);
    return new Date(isWorking(at) ? at : hourEnd(at)).toISOString();
  },
  between: (from, to) => betweenMs(Date.parse(from), Date.parse(to)) / minuteMs,
};
