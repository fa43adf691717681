import { inOrder } from "#lib/calendar/runs.ts";
import { forgetSource, keepSource, keptSource } from "#lib/designer/kept-source.ts";
import type { Calendar, CalendarDay, CalendarDocument } from "#shared/calendar/schema.ts";
import { weekdays, type Week } from "#shared/calendar/hours.ts";
import { compileCalendar, type WorkTime } from "#shared/calendar/work-time.ts";
import type { Issue } from "#shared/core/error.ts";
import { faultOf, issuesOf, type Fault } from "./faults.ts";

const office = [
  { from: "09:00", to: "12:00" },
  { from: "13:30", to: "18:00" },
];

function startingWeek(): Week {
  const hours = (isFree: boolean) => (isFree ? [] : structuredClone(office));
  return Object.fromEntries(weekdays.map((day) => [day, hours(Number(day) > 5)])) as Week;
}

function startingDocument(): CalendarDocument {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { code: "", name: { en: "", "zh-CN": "" }, zone, week: startingWeek(), days: [] };
}

function documentOf({ code, name, zone, week, days }: Calendar): CalendarDocument {
  return { code, name, zone, week, days };
}

/** A calendar being added or changed. What is typed is kept on this device until it is saved. */
export class CalendarDraft {
  readonly calendar: Calendar | null;
  readonly #start: CalendarDocument;
  // Written down by `document` itself: the table keeps no order of keys.
  readonly #clean: string;
  /** When the text was typed that came back from this device. */
  readonly restoredAt: string | null = null;
  code = $state("");
  english = $state("");
  chinese = $state("");
  zone = $state("");
  week = $state<Week>(startingWeek());
  days = $state.raw<CalendarDay[]>([]);
  faults = $state.raw<Fault[]>([]);

  readonly document: CalendarDocument = $derived({
    code: this.code,
    name: { en: this.english.trim(), "zh-CN": this.chinese.trim() },
    zone: this.zone,
    week: $state.snapshot(this.week),
    days: this.days,
  });
  readonly isDirty = $derived(JSON.stringify(this.document) !== this.#saved());
  /** For trying the calendar out; null while it has faults. */
  readonly work: WorkTime | null = $derived(
    issuesOf({ ...this.document, code: "any", name: { en: "any", "zh-CN": "any" } }).length > 0
      ? null
      : compileCalendar(this.document),
  );

  constructor(calendar: Calendar | null) {
    this.calendar = calendar;
    this.#start = calendar ? documentOf(calendar) : startingDocument();
    this.#take(this.#start);
    this.#clean = JSON.stringify(this.document);
    const kept = keptSource(this.#key);
    if (kept === null) return;
    this.#take(JSON.parse(kept.source) as CalendarDocument);
    this.restoredAt = kept.at;
  }

  // The version is part of it: a text typed on an older version must not undo a newer one.
  get #key(): string {
    return this.calendar ? `calendar-${this.calendar.code}-${this.calendar.version}` : "calendar";
  }

  #saved(): string {
    return this.#clean;
  }

  #take({ code, name, zone, week, days }: CalendarDocument): void {
    this.code = code;
    this.english = name.en;
    this.chinese = name["zh-CN"];
    this.zone = zone;
    this.week = structuredClone(week);
    this.days = inOrder(days);
  }

  /** Writes what is typed down on this device, or forgets it when it is what is saved. */
  keep(): void {
    if (this.isDirty) keepSource(this.#key, JSON.stringify(this.document));
    else this.forget();
  }

  forget(): void {
    forgetSource(this.#key);
  }

  /** Back to what is saved. */
  discard(): void {
    this.#take(this.#start);
    this.faults = [];
  }

  faultAt(id: string): string | null {
    return this.faults.find((fault) => fault.id === id)?.text ?? null;
  }

  check(): boolean {
    this.refuse(issuesOf(this.document));
    return this.faults.length === 0;
  }

  refuse(issues: readonly Issue[]): void {
    this.faults = issues.map((issue) => faultOf(issue, this.days));
  }
}
