import * as z from "zod";
import { Bilingual, Instant } from "#shared/core/text.ts";

export const noticeKinds = [
  "task.assigned",
  "task.reminded",
  "task.escalated",
  "task.urged",
  "ticket.returned",
  "ticket.completed",
  "ticket.commented",
  "ticket.cc",
  "ticket.blocked",
  "ticket.escalated",
  "ticket.closed",
  "automation.failed",
  "order.asked",
  "order.message",
  "order.confirmAsked",
  "order.approvalAsked",
  "order.reviewAsked",
  "order.reviewOverdue",
  "order.suggested",
  "order.announced",
  "order.automatic",
  "order.stuck",
  "order.ended",
  "plan.broken",
  "plan.disabled",
] as const;
export const NoticeKind = z.enum(noticeKinds);
export type NoticeKind = z.infer<typeof NoticeKind>;

/** What a notice is about, and where its link leads. */
export const NoticeSubject = z.object({
  kind: z.enum(["ticket", "order", "plan"]),
  id: z.string(),
});
export type NoticeSubject = z.infer<typeof NoticeSubject>;

/** One notice to one person for one event; mail follows its own state. */
export const Notice = z.object({
  id: z.string(),
  kind: NoticeKind,
  subject: NoticeSubject,
  number: z.string(),
  title: z.string(),
  /** The template of a ticket; what else it is about. */
  templateName: Bilingual,
  actorName: z.string(),
  /** Whose task it is, when the receiver stands in for somebody. */
  onBehalfOf: z.string().nullable(),
  comment: z.string().nullable(),
  outcome: z.string().nullable(),
  at: Instant,
  isRead: z.boolean(),
  mail: z.enum(["off", "queued", "sending", "accepted", "failed"]),
});
export type Notice = z.infer<typeof Notice>;
