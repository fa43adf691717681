export type Unit = "minute" | "hour" | "day";
const lengths: Record<Unit, number> = { minute: 1, hour: 60, day: 1440 };
const mostMinutes = 525_600;

/** Units that fit: working time has no days, for a working day is not 24 hours long. */
export function unitsFor(isWorkingTime: boolean): Unit[] {
  return isWorkingTime ? ["minute", "hour"] : ["minute", "hour", "day"];
}

/** The largest unit in which a time is a whole number. */
export function unitOf(minutes: number, isWorkingTime: boolean): Unit {
  const units = unitsFor(isWorkingTime).reverse();
  return units.find((unit) => minutes > 0 && minutes % lengths[unit] === 0) ?? "minute";
}

export function countOf(minutes: number, unit: Unit): number {
  return minutes / lengths[unit];
}

/** Minutes from what was typed; null when it is no time from a minute to a year. */
export function minutesFrom(typed: string, unit: Unit): number | null {
  const minutes = Math.round(Number(typed.replace(",", ".")) * lengths[unit]);
  const isTime = typed.trim() !== "" && minutes >= 1 && minutes <= mostMinutes;
  return isTime ? minutes : null;
}
