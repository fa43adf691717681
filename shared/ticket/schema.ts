import * as z from "zod";
import { Form } from "#shared/form/schema.ts";
import { Bilingual, Instant } from "#shared/core/text.ts";

export const TicketId = z.string().regex(/^tkt_[0-9A-HJKMNP-TV-Z]{26}$/);
/** A task is numbered inside its ticket: the id names both. */
export const TaskId = z.string().regex(/^tsk_[0-9A-HJKMNP-TV-Z]{26}_\d{1,4}$/);

export const TicketState = z.enum(["draft", "in_approval", "returned", "completed"]);
export const Outcome = z.enum(["approved", "vetoed", "withdrawn", "expired", "failed"]);
export const Phase = z.enum(["approving", "executing", "confirming"]);
export const TaskState = z.enum([
  "pending",
  "approved",
  "returned",
  "vetoed",
  "confirmed",
  "void",
  "running",
  "done",
  "failed",
]);
export const TaskKind = z.enum(["approve", "confirm", "automate"]);
export const VoidReason = z.enum([
  "sibling_decided",
  "returned",
  "vetoed",
  "withdrawn",
  "timed_out",
  "not_reached",
]);
export type TicketState = z.infer<typeof TicketState>;
export type Outcome = z.infer<typeof Outcome>;
export type Phase = z.infer<typeof Phase>;
export type TaskState = z.infer<typeof TaskState>;
export type TaskKind = z.infer<typeof TaskKind>;
export type VoidReason = z.infer<typeof VoidReason>;

export const PersonRef = z.object({ id: z.string(), name: z.string() });
export type PersonRef = z.infer<typeof PersonRef>;

/** One sentence: what the ticket waits for, until when, and what happens then. */
export const Waiting = z.object({
  for: z.enum(["submit", "requester", "approval", "confirmation", "automation", "operator"]),
  people: z.array(PersonRef),
  step: Bilingual.optional(),
  /** The next instant at which something happens by itself. */
  until: Instant.optional(),
  then: z.enum(["remind", "escalate", "approve", "refuse", "retry"]).optional(),
});
export type Waiting = z.infer<typeof Waiting>;

/** A field shown on cards and lists beside the title. Raw value; the page formats it by `type`. */
export const SummaryField = z.object({ label: Bilingual, type: z.string(), value: z.unknown() });
export type SummaryField = z.infer<typeof SummaryField>;

/** Milliseconds spent in each kind of waiting; `since` is when the running one began. */
export const Clocks = z.object({
  requesterMs: z.number(),
  approverMs: z.number(),
  executingMs: z.number(),
  running: z.enum(["requester", "approver", "executing", "none"]),
  since: Instant,
});
export type Clocks = z.infer<typeof Clocks>;

export const TicketSummary = z.object({
  id: z.string(),
  /** Null while it is a draft. */
  number: z.string().nullable(),
  title: z.string(),
  templateId: z.string(),
  templateName: Bilingual,
  requester: PersonRef,
  department: PersonRef.nullable(),
  state: TicketState,
  outcome: Outcome.nullable(),
  phase: Phase.nullable(),
  round: z.number().int(),
  waiting: Waiting.nullable(),
  summary: z.array(SummaryField),
  createdAt: Instant,
  submittedAt: Instant.nullable(),
  updatedAt: Instant,
  completedAt: Instant.nullable(),
});
export type TicketSummary = z.infer<typeof TicketSummary>;

export const TaskView = z.object({
  id: z.string(),
  ticketId: z.string(),
  kind: TaskKind,
  nodeId: z.string(),
  name: Bilingual,
  round: z.number().int(),
  mode: z.enum(["any", "all", "sequence"]),
  state: TaskState,
  voidReason: VoidReason.nullable(),
  /** Null for automation tasks. */
  assignee: PersonRef.nullable(),
  /** Who really acted, when that was a delegate or the platform. */
  actedBy: PersonRef.nullable(),
  delegationId: z.string().nullable(),
  comment: z.string().nullable(),
  createdAt: Instant,
  decidedAt: Instant.nullable(),
  dueAt: Instant.nullable(),
  /** The execution order behind an automation task. */
  orderId: z.string().nullable(),
});
export type TaskView = z.infer<typeof TaskView>;

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
  }),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

export const AttachmentView = z.object({
  id: z.string(),
  name: z.string(),
  /** Bytes. */
  size: z.number().int(),
  type: z.string(),
  state: z.enum(["uploading", "stored"]),
  uploadedBy: PersonRef,
});
export type AttachmentView = z.infer<typeof AttachmentView>;

/** Who is or will be asked, step by step; before submit this is the preview. */
export const ChainStep = z.object({
  nodeId: z.string(),
  kind: z.enum(["approve", "confirm", "cc", "automate"]),
  name: Bilingual,
  mode: z.enum(["any", "all", "sequence"]).nullable(),
  people: z.array(PersonRef),
  state: z.enum(["done", "current", "ahead", "skipped"]),
  /** Why the people differ from what the template names. */
  note: z.enum(["nobody_found", "own_request", "approved_before"]).nullable(),
});
export type ChainStep = z.infer<typeof ChainStep>;

export const TicketAction = z.enum([
  "edit",
  "submit",
  "resubmit",
  "withdraw",
  "urge",
  "comment",
  "rate",
  "delete",
]);

/** Everything the ticket page shows, and what this caller may do. */
export const TicketView = TicketSummary.extend({
  templateVersion: z.number().int(),
  version: z.number().int(),
  form: Form,
  values: z.record(z.string(), z.unknown()),
  /** Names of the people and departments that form values refer to, by id. */
  names: z.record(z.string(), z.string()),
  /** The values of earlier rounds, oldest first. */
  history: z.array(
    z.object({
      round: z.number(),
      submittedAt: Instant,
      values: z.record(z.string(), z.unknown()),
    }),
  ),
  attachments: z.array(AttachmentView),
  tasks: z.array(TaskView),
  chain: z.array(ChainStep),
  timeline: z.array(TimelineEntry),
  clocks: Clocks,
  rating: z.object({ score: z.number().int(), comment: z.string().nullable() }).nullable(),
  actions: z.array(TicketAction),
  /** The caller's pending task, if any, and whose it is when she stands in for somebody. */
  myTask: z.object({ id: z.string(), kind: TaskKind, onBehalfOf: PersonRef.nullable() }).nullable(),
  /** Fingerprint of what is shown; a decision sends it back. */
  seen: z.string(),
});
export type TicketView = z.infer<typeof TicketView>;

const values = z.record(z.string().max(64), z.unknown());
const title = z.string().trim().min(1).max(300);
export const Comment = z.string().trim().min(1).max(5000);

export const CreateTicketInput = z.strictObject({
  templateId: z.string().regex(/^tpl_[0-9A-HJKMNP-TV-Z]{26}$/),
  title: title.optional(),
  values: values.default({}),
});
export const SaveTicketInput = z.strictObject({ title: title.optional(), values });
export const WithdrawInput = z.strictObject({ comment: Comment.optional() });
export const CommentInput = z.strictObject({ comment: Comment });
export const RateInput = z.strictObject({
  score: z.number().int().min(1).max(5),
  comment: Comment.optional(),
});
/** `return` and `veto` need a comment. `seen` is the fingerprint of the page the person decided on. */
export const DecideInput = z
  .strictObject({
    action: z.enum(["approve", "return", "veto", "confirm"]),
    comment: Comment.optional(),
    seen: z.string().max(64).optional(),
  })
  .refine((input) => input.comment !== undefined || !["return", "veto"].includes(input.action), {
    path: ["comment"],
    message: "A reason is needed.",
    params: { code: "required" },
  });

/** A card of the inbox. */
export const TaskCard = z.object({
  task: TaskView,
  ticket: z.object({
    id: z.string(),
    number: z.string(),
    title: z.string(),
    templateName: Bilingual,
    requester: PersonRef,
    department: PersonRef.nullable(),
    summary: z.array(SummaryField),
    submittedAt: Instant,
  }),
  /** Set when the caller stands in for the assignee. */
  onBehalfOf: PersonRef.nullable(),
});
export type TaskCard = z.infer<typeof TaskCard>;
