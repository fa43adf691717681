import * as z from "zod";
import { Bilingual, Instant } from "#shared/core/text.ts";
import { Outcome, TicketState } from "#shared/ticket/state.ts";

const day = z.iso.date();

/** Three years and a little. */
export const longestRangeMs = 1100 * 86_400_000;

/** Tickets submitted between two days (inclusive, in the organisation's zone), optionally narrowed. */
export const ReportQuery = z
  .strictObject({
    from: day,
    to: day,
    templateId: z.string().max(40).optional(),
    departmentId: z.string().max(40).optional(),
  })
  .refine((query) => query.from <= query.to, { path: ["to"], message: "ends before it starts" })
  .refine((query) => Date.parse(query.to) - Date.parse(query.from) <= longestRangeMs, {
    path: ["to"],
    message: "at most three years",
  });
export type ReportQuery = z.infer<typeof ReportQuery>;

/** Figures of one group of tickets; all are of the tickets submitted in the range. */
export const Figures = z.object({
  submitted: z.number().int(),
  open: z.number().int(),
  completed: z.number().int(),
  approved: z.number().int(),
  vetoed: z.number().int(),
  withdrawn: z.number().int(),
  expired: z.number().int(),
  failed: z.number().int(),
  /** How often tickets were returned to their requesters. */
  returns: z.number().int(),
  /** First submit to completion, milliseconds; null while nothing is completed. Within 1 %. */
  handlingMedianMs: z.number().nullable(),
  handlingP90Ms: z.number().nullable(),
  handlingMeanMs: z.number().nullable(),
  ratings: z.number().int(),
  /** 1 to 5, null without ratings. */
  satisfaction: z.number().nullable(),
});
export type Figures = z.infer<typeof Figures>;

export const Report = z.object({
  from: day,
  to: day,
  zone: z.string(),
  total: Figures,
  byTemplate: z.array(z.object({ id: z.string(), name: Bilingual, figures: Figures })),
  byDepartment: z.array(z.object({ id: z.string(), name: z.string(), figures: Figures })),
  byDay: z.array(z.object({ day, submitted: z.number().int(), completed: z.number().int() })),
});
export type Report = z.infer<typeof Report>;

/** The tickets behind a number. */
export const DrillQuery = z.strictObject({
  from: day,
  to: day,
  templateId: z.string().max(40).optional(),
  departmentId: z.string().max(40).optional(),
  figure: z
    .enum(["submitted", "open", "completed", ...Outcome.options, "returned", "rated"])
    .default("submitted"),
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type DrillQuery = z.infer<typeof DrillQuery>;

export const ReportTicket = z.object({
  id: z.string(),
  number: z.string(),
  title: z.string(),
  templateId: z.string(),
  templateName: Bilingual,
  departmentId: z.string(),
  departmentName: z.string(),
  requesterName: z.string(),
  state: TicketState,
  outcome: Outcome.nullable(),
  submittedAt: Instant,
  completedAt: Instant.nullable(),
  handlingMs: z.number().nullable(),
  returns: z.number().int(),
  score: z.number().nullable(),
});
export type ReportTicket = z.infer<typeof ReportTicket>;
