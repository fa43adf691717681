import { minuteMs } from "#shared/core/clock.ts";
import type { CalendarDocument } from "#shared/calendar/schema.ts";

const quarterMs = 15 * minuteMs;
const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

type Wall = { date: string; weekday: number; minute: number };

/**
 * What `work-time.ts` does, told minute by minute from the clock on the wall: slow, without tables, and made of
 * nothing that the fast one uses.
 */
export class SlowWorkTime {
  readonly #calendar: CalendarDocument;
  readonly #format: Intl.DateTimeFormat;
  readonly #walls = new Map<number, Wall>();

  constructor(calendar: CalendarDocument) {
    this.#calendar = calendar;
    this.#format = new Intl.DateTimeFormat("en-GB", {
      timeZone: calendar.zone,
      hourCycle: "h23",
      weekday: "short",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    });
  }

  // Clocks are changed at a full quarter of an hour: within one the minutes just go on.
  #wallAt(atMs: number): Wall {
    const quarter = Math.floor(atMs / quarterMs) * quarterMs;
    const known = this.#walls.get(quarter) ?? this.#read(quarter);
    this.#walls.set(quarter, known);
    return { ...known, minute: known.minute + Math.floor((atMs - quarter) / minuteMs) };
  }

  #read(atMs: number): Wall {
    const parts = Object.fromEntries(
      this.#format.formatToParts(atMs).map(({ type, value }) => [type, value]),
    );
    return {
      date: `${parts["year"]}-${parts["month"]}-${parts["day"]}`,
      weekday: weekdays.indexOf(parts["weekday"] ?? "") + 1,
      minute: Number(parts["hour"]) * 60 + Number(parts["minute"]),
    };
  }

  isWorking(atMs: number): boolean {
    const { week, days } = this.#calendar;
    const { date, weekday, minute } = this.#wallAt(atMs);
    const exception = days.find((day) => day.date === date);
    const normal = week[String(weekday) as keyof typeof week];
    const hours =
      exception === undefined
        ? normal
        : (exception.spans ?? (exception.kind === "holiday" ? [] : week["1"]));
    const time = `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
    return hours.some(({ from, to }) => from <= time && time < to);
  }

  /** The first working instant from here on. */
  next(atMs: number): number {
    let at = atMs;
    while (!this.isWorking(at)) at = (Math.floor(at / minuteMs) + 1) * minuteMs;
    return at;
  }

  after(atMs: number, ms: number): number {
    let [at, rest] = [atMs, ms];
    if (rest === 0) return this.next(at);
    for (;;) {
      const end = (Math.floor(at / minuteMs) + 1) * minuteMs;
      if (this.isWorking(at)) {
        if (rest <= end - at) return at + rest;
        rest -= end - at;
      }
      at = end;
    }
  }

  between(fromMs: number, toMs: number): number {
    let [at, sum] = [fromMs, 0];
    while (at < toMs) {
      const end = Math.min(toMs, (Math.floor(at / minuteMs) + 1) * minuteMs);
      if (this.isWorking(at)) sum += end - at;
      at = end;
    }
    return sum / minuteMs;
  }
}
