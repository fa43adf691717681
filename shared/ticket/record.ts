import type { FormValues } from "#shared/core/condition.ts";
import type { Bilingual } from "#shared/core/text.ts";
import type { NoticeKind } from "#shared/notify/schema.ts";
import type {
  ChainStep,
  Clocks,
  EventType,
  Outcome,
  PersonRef,
  Phase,
  SummaryField,
  TaskKind,
  TaskState,
  TicketState,
  TimelineEntry,
  VoidReason,
  Waiting,
} from "./schema.ts";

/** A ticket as stored: one item, `version` guards every write. */
export type TicketRecord = {
  ticketId: string;
  version: number;
  number: string | null;
  title: string;
  templateId: string;
  templateVersion: number;
  templateName: Bilingual;
  requester: PersonRef;
  department: PersonRef | null;
  state: TicketState;
  outcome: Outcome | null;
  phase: Phase | null;
  round: number;
  /** Number of the newest task; task ids are made from it. */
  taskSeq: number;
  /** Id of the chain node that runs, null before submit, after return and at the end. */
  position: string | null;
  /** Those of a sequence whose turn has not come. */
  queue: PersonRef[];
  waiting: Waiting | null;
  /** When the next reminder or time-out falls due; null: nothing happens by time alone. */
  wakeAt: string | null;
  /** Goes up when somebody else than its machine changes `wakeAt`: the stream then rings the machine. */
  knocks: number;
  clocks: Clocks;
  summary: SummaryField[];
  returns: number;
  createdAt: string;
  submittedAt: string | null;
  updatedAt: string;
  completedAt: string | null;
  lastUrgedAt: string | null;
  rating: { score: number; comment: string | null } | null;
};

/** What the requester filled in for one round; a draft until it is submitted. */
export type SubmissionRecord = {
  ticketId: string;
  round: number;
  title: string;
  values: FormValues;
  submittedAt: string | null;
  /** Fingerprint of values, files and template version; decisions are bound to it. */
  hash: string;
  /** Who was foreseen to be asked when it was submitted; empty for a draft. */
  foreseen: ChainStep[];
};

export type TaskRecord = {
  ticketId: string;
  seq: number;
  kind: TaskKind;
  nodeId: string;
  name: Bilingual;
  mode: "any" | "all" | "sequence";
  round: number;
  state: TaskState;
  voidReason: VoidReason | null;
  assignee: PersonRef | null;
  actedBy: PersonRef | null;
  delegationId: string | null;
  comment: string | null;
  createdAt: string;
  decidedAt: string | null;
  remindAt: string | null;
  dueAt: string | null;
  /** How often this step was passed one level up. */
  escalations: number;
  /** What an inbox card shows of the ticket, as it was when the task began. */
  card: TaskCardHeader;
};

export type TaskCardHeader = {
  number: string;
  title: string;
  templateId: string;
  templateName: Bilingual;
  requester: PersonRef;
  department: PersonRef | null;
  summary: SummaryField[];
  submittedAt: string;
};

/** Somebody to be told of an event. `onBehalfOf` names whose task it is. */
export type Recipient = { kind: NoticeKind; userId: string };

/** One state change: timeline entry, audit entry and outbox row in a single item. */
export type EventRecord = {
  ticketId: string;
  eventId: string;
  /** Place in the timeline: the ticket version that its commit made, then its place in that commit. */
  seq: number;
  type: EventType;
  at: string;
  actor: PersonRef;
  channel: TimelineEntry["channel"];
  onBehalfOf: PersonRef | null;
  data: TimelineEntry["data"];
  notify: Recipient[];
  /** What a notice says of the ticket. */
  ticket: { number: string; title: string; templateName: Bilingual };
};

/** An event before its commit gives it id and place. */
export type NewEvent = Omit<EventRecord, "eventId" | "seq">;

export type AttachmentRecord = {
  ticketId: string;
  attachmentId: string;
  name: string;
  size: number;
  type: string;
  sha256: string;
  state: "uploading" | "stored";
  uploadedBy: PersonRef;
  createdAt: string;
};

export type CopyRecord = { ticketId: string; userId: string; at: string; card: TaskCardHeader };

/** The id of a task inside its ticket: `tsk_<ticket ULID>_<seq>`. */
export function taskIdOf(task: { ticketId: string; seq: number }): string {
  return `tsk_${task.ticketId.slice(4)}_${task.seq}`;
}

export function orderIdOf(task: { ticketId: string; seq: number }): string {
  return `ord_${task.ticketId.slice(4)}_${task.seq}`;
}

/** The ticket and the number that a task id or an order id names. */
export function parseTaskId(id: string): { ticketId: string; seq: number } {
  const [, ulid = "", seq = "0"] = id.split("_");
  return { ticketId: `tkt_${ulid}`, seq: Number(seq) };
}

export function isLive(task: TaskRecord): boolean {
  return task.state === "pending" || task.state === "running" || task.state === "failed";
}
