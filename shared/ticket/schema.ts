import * as z from "zod";
import { Form } from "#shared/form/schema.ts";
import { Bilingual, Instant } from "#shared/core/text.ts";
import {
  Blocked,
  Clocks,
  Mode,
  Outcome,
  PersonRef,
  Phase,
  TaskKind,
  TaskState,
  TicketState,
  VoidReason,
  Waiting,
} from "./state.ts";
import { TimelineEntry } from "./timeline.ts";

export const TicketId = z.string().regex(/^tkt_[0-9A-HJKMNP-TV-Z]{26}$/);
/** A task is numbered inside its ticket: the id names both. */
export const TaskId = z.string().regex(/^tsk_[0-9A-HJKMNP-TV-Z]{26}_\d{1,4}$/);

/** A field shown on cards and lists beside the title. Raw value; the page formats it by `type`. */
export const SummaryField = z.object({ label: Bilingual, type: z.string(), value: z.unknown() });
export type SummaryField = z.infer<typeof SummaryField>;

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
  /** Counts how often the ticket came to a step: what is asked again has a higher one. */
  visit: z.number().int(),
  mode: Mode,
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
  /** Who added this approver; null for those the template asks. */
  addedBy: PersonRef.nullable(),
  /** Others who were added before this approver answer first. */
  isHeld: z.boolean(),
  /** Those who are awaited by a held approver; known on the ticket's page. */
  waitsFor: z.array(PersonRef),
});
export type TaskView = z.infer<typeof TaskView>;

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
  kind: z.enum(["approve", "confirm", "cc", "automate", "wait"]),
  name: Bilingual,
  mode: Mode.nullable(),
  people: z.array(PersonRef),
  /** By votes: how many of how many must approve, and how many did. */
  votes: z
    .object({ needed: z.number().int(), of: z.number().int(), given: z.number().int() })
    .optional(),
  state: z.enum(["done", "current", "ahead", "skipped"]),
  /** Why the people differ from what the template names. */
  note: z.enum(["nobody_found", "own_request", "approved_before", "has_left"]).nullable(),
  /** The parallel ways it lies on, outermost first. */
  lanes: z.array(z.object({ nodeId: z.string(), branch: z.number().int(), name: Bilingual })),
  /** The requester picks the people: among these (null: everybody), how many. */
  choice: z
    .object({
      from: z.array(PersonRef).nullable(),
      atLeast: z.number().int(),
      atMost: z.number().int(),
    })
    .optional(),
});
export type ChainStep = z.infer<typeof ChainStep>;

export const TicketAction = z.enum([
  "block",
  "unblock",
  "escalate",
  "close",
  "reassign",
  "follow",
  "unfollow",
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
  /** The caller's pending task, if any, whose it is when she stands in for somebody, and what she may do. */
  myTask: z
    .object({
      id: z.string(),
      kind: TaskKind,
      onBehalfOf: PersonRef.nullable(),
      mayAdd: z.boolean(),
      mayTransfer: z.boolean(),
      /** Where she may return it to: passed steps, and whether to the requester. */
      returnTo: z.object({
        requester: z.boolean(),
        steps: z.array(z.object({ nodeId: z.string(), name: Bilingual })),
      }),
      /** Fields she may change, and those she must fill before she decides. */
      edit: z.array(z.string()),
      required: z.array(z.string()),
    })
    .nullable(),
  blocked: Blocked.nullable(),
  /** People the requester picked, by node. */
  choices: z.record(z.string(), z.array(z.string())),
  /** The form as it was submitted, once an approver has changed it. */
  original: z.record(z.string(), z.unknown()).nullable(),
  isFollowed: z.boolean(),
  /** Fingerprint of what is shown; a decision sends it back. */
  seen: z.string(),
});
export type TicketView = z.infer<typeof TicketView>;

/** A solved ticket that is like the one being written. */
export const SimilarTicket = z.object({
  id: z.string(),
  number: z.string(),
  title: z.string(),
  templateName: Bilingual,
  completedAt: Instant.nullable(),
});
export type SimilarTicket = z.infer<typeof SimilarTicket>;

/** A card of the inbox. */
export const TaskCard = z.object({
  task: TaskView,
  ticket: z.object({
    id: z.string(),
    number: z.string(),
    title: z.string(),
    templateId: z.string(),
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
