import * as z from "zod";
import { Bilingual, Instant } from "#shared/core/text.ts";
import { Outcome, PersonRef } from "./state.ts";

export const eventTypes = [
  "ticket.created",
  "ticket.submitted",
  "ticket.resubmitted",
  "ticket.edited",
  "ticket.withdrawn",
  "ticket.urged",
  "ticket.commented",
  "ticket.completed",
  "ticket.rated",
  "stage.started",
  "stage.skipped",
  "stage.cc",
  "task.approved",
  "task.returned",
  "task.vetoed",
  "task.confirmed",
  "task.reminded",
  "task.escalated",
  "task.timedOut",
  "task.transferred",
  "task.added",
  "task.removed",
  "task.released",
  "task.reassigned",
  "stage.askedAgain",
  "ticket.changed",
  "ticket.blocked",
  "ticket.unblocked",
  "ticket.escalated",
  "ticket.closed",
  "wait.started",
  "wait.done",
  "automation.started",
  "automation.done",
  "automation.failed",
  "automation.retried",
  "automation.skipped",
  "automation.completedByHand",
  "automation.returned",
] as const;
export const EventType = z.enum(eventTypes);
export type EventType = z.infer<typeof EventType>;

/** One line of the timeline. `data` holds what the sentence needs (comment, step name, people …). */
export const TimelineEntry = z.object({
  id: z.string(),
  type: EventType,
  at: Instant,
  actor: PersonRef,
  channel: z.enum(["web", "api", "mail", "system"]),
  onBehalfOf: PersonRef.nullable(),
  data: z.object({
    comment: z.string().optional(),
    step: Bilingual.optional(),
    people: z.array(PersonRef).optional(),
    reason: z.string().optional(),
    outcome: Outcome.optional(),
    score: z.number().optional(),
    round: z.number().optional(),
    dueAt: Instant.optional(),
    fields: z.array(z.string()).optional(),
    /** Fields that an approver changed, from what to what. */
    changes: z
      .array(z.object({ field: z.string(), from: z.unknown(), to: z.unknown() }))
      .optional(),
    /** Steps that are asked again. */
    steps: z.array(Bilingual).optional(),
    /** Who held a task before it was handed over. */
    from: z.array(PersonRef).optional(),
    place: z.enum(["before", "after", "parallel"]).optional(),
    resource: z.string().optional(),
  }),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;
