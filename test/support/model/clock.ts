import type { TimeLimit } from "#shared/approval/chain.ts";
import type { WorkTime } from "#shared/approval/engine/situation.ts";
import { minuteMs } from "#shared/core/clock.ts";

/** When something is reminded and runs out; `restsFrom`: since when it has stood still. */
export type Clock = {
  remindAt: string | null;
  dueAt: string | null;
  restsFrom: string | null;
  calendar: string | undefined;
};

export const noClock: Clock = { remindAt: null, dueAt: null, restsFrom: null, calendar: undefined };

type Calendars = ReadonlyMap<string, WorkTime>;

export function plus(from: string, minutes: number, work: WorkTime | undefined): string {
  if (work !== undefined) return work.after(from, minutes);
  return new Date(Date.parse(from) + Math.round(minutes * minuteMs)).toISOString();
}

/** The clock of somebody who is asked now. `isBlocked`: it stands still at once. */
export function startClock(
  limit: TimeLimit | undefined,
  now: string,
  calendars: Calendars,
  isBlocked: boolean,
): Clock {
  const restsFrom = isBlocked ? now : null;
  if (limit === undefined) return { ...noClock, restsFrom };
  const { minutes, remindAt, calendar } = limit;
  const work = calendar === undefined ? undefined : calendars.get(calendar);
  const dueAt = plus(now, minutes, work);
  const at = remindAt === undefined ? null : plus(now, minutes * remindAt, work);
  return { remindAt: atWork(at, dueAt, work), dueAt, restsFrom, calendar };
}

/** A reminder comes while people work, and before the time is up, or not at all. */
function atWork(
  at: string | null,
  dueAt: string | null,
  work: WorkTime | undefined,
): string | null {
  const open = at === null || work === undefined ? at : work.nextWorking(at);
  return open !== null && dueAt !== null && open >= dueAt ? null : open;
}

/** Goes on after a rest: what was left then is left now. What was over then is over. */
export function goOn(clock: Clock, now: string, calendars: Calendars): Clock {
  const { restsFrom, calendar } = clock;
  if (restsFrom === null) return clock;
  const work = calendar === undefined ? undefined : calendars.get(calendar);
  const moved = (at: string | null) => {
    if (at === null || at <= restsFrom) return at;
    const lost = Date.parse(now) - Date.parse(restsFrom);
    if (work === undefined) return new Date(Date.parse(at) + lost).toISOString();
    return work.after(now, work.between(restsFrom, at));
  };
  const dueAt = moved(clock.dueAt);
  return { ...clock, remindAt: atWork(moved(clock.remindAt), dueAt, work), dueAt, restsFrom: null };
}
