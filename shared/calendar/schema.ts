import * as z from "zod";
import { Bilingual, Instant } from "#shared/core/text.ts";
import { checkCalendar } from "./check.ts";
import { isZone } from "./zone-time.ts";

export const CalendarCode = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);

const Span = z.strictObject({
  from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  /** "24:00" is the end of the day. */
  to: z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/),
});
const Spans = z.array(Span).max(6);
const Week = z.strictObject({
  "1": Spans,
  "2": Spans,
  "3": Spans,
  "4": Spans,
  "5": Spans,
  "6": Spans,
  "7": Spans,
});

const short = z.string().trim().min(1).max(60);

/**
 * A dated exception. A holiday has no hours, a make-up day (调休) those of a Monday; either may say its own.
 */
export const CalendarDay = z.strictObject({
  date: z.iso.date(),
  kind: z.enum(["holiday", "workday"]),
  name: z.strictObject({ en: short, "zh-CN": short }),
  spans: Spans.optional(),
});
export type CalendarDay = z.infer<typeof CalendarDay>;

const content = {
  name: Bilingual,
  /** IANA name; all hours and days are those of its clocks. */
  zone: z
    .string()
    .max(60)
    .refine(isZone, { params: { code: "unknown_zone" }, message: "No such time zone." }),
  week: Week,
  days: z.array(CalendarDay).max(2000),
};

type Checked = Pick<z.infer<z.ZodObject<typeof content>>, "week" | "days">;

function check(document: Checked, ctx: z.RefinementCtx): void {
  for (const { path, code, message } of checkCalendar(document)) {
    ctx.addIssue({ code: "custom", path: path.split("."), params: { code }, message });
  }
}

/** Working time: a week of opening hours in a zone, and the days that differ from it. */
export const CalendarDocument = z
  .strictObject({ code: CalendarCode, ...content })
  .superRefine(check);
export type CalendarDocument = z.infer<typeof CalendarDocument>;

/** `version` is the one that was read: a calendar that has changed since is refused. */
export const UpdateCalendarInput = z
  .strictObject({ version: z.number().int().min(1), ...content })
  .superRefine(check);

export const Calendar = z.object({
  code: z.string(),
  ...content,
  version: z.number().int(),
  updatedAt: Instant,
});
export type Calendar = z.infer<typeof Calendar>;

/** A calendar as lists show it. */
export const CalendarSummary = Calendar.omit({ days: true }).extend({
  dayCount: z.number().int(),
});
export type CalendarSummary = z.infer<typeof CalendarSummary>;
