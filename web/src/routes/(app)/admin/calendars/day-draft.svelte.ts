import { datesBetween, inOrder, withoutDates, type Run } from "#lib/calendar/runs.ts";
import { t } from "#lib/i18n/i18n.svelte.ts";
import { checkCalendar } from "#shared/calendar/check.ts";
import type { Span, Week } from "#shared/calendar/hours.ts";
import type { CalendarDay } from "#shared/calendar/schema.ts";
import { textOf, timeIssues, type Fault } from "./faults.ts";

/** A range is entered at once; longer ones come as lines. */
const mostDays = 366;

/** One or more days in a row being added or changed. */
export class DayDraft {
  readonly run: Run | null;
  from = $state("");
  to = $state("");
  kind = $state<CalendarDay["kind"]>("holiday");
  english = $state("");
  chinese = $state("");
  hasOwnHours = $state(false);
  spans = $state<Span[]>([]);
  faults = $state.raw<Fault[]>([]);

  constructor(run: Run | null, date: string) {
    this.run = run;
    this.from = run?.from ?? date;
    this.to = run?.to ?? date;
    if (run === null) return;
    const { kind, name, spans } = run.day;
    this.kind = kind;
    this.english = name.en;
    this.chinese = name["zh-CN"];
    this.hasOwnHours = spans !== undefined;
    this.spans = structuredClone(spans ?? []);
  }

  faultAt(id: string): string | null {
    return this.faults.find((fault) => fault.id === id)?.text ?? null;
  }

  /** The days as they are entered. */
  get days(): CalendarDay[] {
    const name = { en: this.english.trim(), "zh-CN": this.chinese.trim() };
    const hours = this.hasOwnHours ? { spans: $state.snapshot(this.spans) } : {};
    const dates = datesBetween(this.from, this.to, mostDays + 1);
    return dates.map((date) => ({ date, kind: this.kind, name, ...hours }));
  }

  check(week: Week): boolean {
    const { days } = this;
    const order = days.length === 0 || days.length > mostDays;
    this.faults = [
      this.from === "" && { id: "day-from", text: t("calendars.fault.date") },
      this.from !== "" && order && { id: "day-to", text: t("calendars.fault.range") },
      this.english.trim() === "" && { id: "day-en", text: t("calendars.fault.english") },
      this.chinese.trim() === "" && { id: "day-zh", text: t("calendars.fault.chinese") },
      ...this.#hourFaults(week, days.slice(0, 1)),
    ].filter((fault) => fault !== false);
    return this.faults.length === 0;
  }

  #hourFaults(week: Week, days: CalendarDay[]): Fault[] {
    const times = this.hasOwnHours ? timeIssues(this.spans, "days.0.spans") : [];
    const found = times.length > 0 ? times : checkCalendar({ week, days });
    return found
      .filter(({ path }) => path.startsWith("days.0."))
      .map(({ path, code }) => ({ id: this.#controlOf(path), text: textOf(code) }));
  }

  #controlOf(path: string): string {
    if (path === "days.0.date") return "day-from";
    if (path === "days.0.spans") return this.hasOwnHours ? "day-spans-add" : "day-kind-workday";
    const [, , , index, end = "from"] = path.split(".");
    return `day-spans-${index}-${end}`;
  }

  /** All days with these in place of the ones that were there. */
  putInto(all: readonly CalendarDay[]): CalendarDay[] {
    const others = this.run === null ? all : withoutDates(all, this.run.from, this.run.to);
    return inOrder([...withoutDates(others, this.from, this.to), ...this.days]);
  }
}
