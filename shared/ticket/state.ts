import * as z from "zod";
import { Bilingual, Instant } from "#shared/core/text.ts";

/** The fixed names of what tickets and tasks can be in, and what a ticket says of its waiting. */

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
export const TaskKind = z.enum(["approve", "confirm", "automate", "wait"]);
export const VoidReason = z.enum([
  "sibling_decided",
  "returned",
  "vetoed",
  "withdrawn",
  "timed_out",
  "transferred",
  "removed",
  "changed",
  "closed",
]);
export const Mode = z.enum(["any", "all", "sequence", "votes"]);
export type Mode = z.infer<typeof Mode>;
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
  for: z.enum([
    "submit",
    "requester",
    "approval",
    "confirmation",
    "automation",
    "operator",
    "time",
    "unblocking",
  ]),
  people: z.array(PersonRef),
  step: Bilingual.optional(),
  /** The next instant at which something happens by itself. */
  until: Instant.optional(),
  then: z
    .enum(["remind", "escalate", "transfer", "approve", "refuse", "branch", "go_on", "retry"])
    .optional(),
});
export type Waiting = z.infer<typeof Waiting>;

/** Milliseconds spent in each kind of waiting; `since` is when the running one began. */
export const Clocks = z.object({
  requesterMs: z.number(),
  approverMs: z.number(),
  executingMs: z.number(),
  blockedMs: z.number(),
  running: z.enum(["requester", "approver", "executing", "blocked", "none"]),
  since: Instant,
});
export type Clocks = z.infer<typeof Clocks>;

/** Somebody cannot go on; time-outs rest until what is missing is there. */
export const Blocked = z.object({
  by: PersonRef,
  reason: z.string(),
  resource: z.string().nullable(),
  since: Instant,
  escalations: z.number().int(),
  escalatedTo: z.array(PersonRef),
});
export type Blocked = z.infer<typeof Blocked>;
