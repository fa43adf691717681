import type { FormValues } from "#shared/core/condition.ts";
import type { Bilingual } from "#shared/core/text.ts";
import type { NoticeKind } from "#shared/notify/schema.ts";
import type {
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
import type { ChainStep, SummaryField } from "./schema.ts";
import type { EventType, TimelineEntry } from "./timeline.ts";

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
  /** Where the chain stands: one place for each way that runs; none before submit, after return, at the end. */
  places: Place[];
  /** Number of the newest visit of a node; tasks name theirs. */
  visits: number;
  /** Approvals of earlier visits than this one, and of those in `undone`, no longer stand. */
  standsFrom: number;
  undone: number[];
  /** Where a resubmit goes straight back to; empty: through the chain again. */
  resume: Stop[];
  blocked: Blocked | null;
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

/** A way through the chain that waits at a node. */
export type Place = {
  nodeId: string;
  visit: number;
  /** Those of a sequence whose turn has not come. */
  queue: PersonRef[];
  detour: Detour | null;
};

/** A stop that was left for a detour and is entered again afterwards, with the detour it was part of. */
export type Stop = { nodeId: string; detour: Detour | null };

/**
 * Passed nodes are asked once more, then the chain goes on at `back`. Places of one detour share its id; the
 * last of them to pass goes back. `from` is the node that is asked: what hangs below it belongs to the detour.
 */
export type Detour = { id: number; from: string; back: Stop[] };

/** One field that an approver changed. */
export type FieldChange = { field: string; from: unknown; to: unknown };

/** A step as it was foreseen; what the template says of it is not kept twice. */
export type Foreseen = Pick<ChainStep, "nodeId" | "people" | "state" | "note">;

/** What the requester filled in for one round; a draft until it is submitted. */
export type SubmissionRecord = {
  ticketId: string;
  round: number;
  title: string;
  values: FormValues;
  /** People the requester picked, by node. */
  choices: Record<string, string[]>;
  /** As submitted, once an approver has changed something; null while `values` still is it. */
  original: FormValues | null;
  submittedAt: string | null;
  /** Fingerprint of values, files and template version; decisions are bound to it. */
  hash: string;
  /** Who was foreseen to be asked when it was submitted; empty for a draft. */
  foreseen: Foreseen[];
};

export type TaskRecord = {
  ticketId: string;
  seq: number;
  kind: TaskKind;
  nodeId: string;
  name: Bilingual;
  mode: Mode;
  round: number;
  /** Which visit of its node it belongs to: a node that is asked again is another visit. */
  visit: number;
  /** Whose voice it is: a task that was transferred, escalated or added speaks in the slot it came from. */
  slot: number;
  /** Tasks of one part are alternatives: the first decision counts. A slot says yes when all its parts do. */
  part: number;
  /** Parts that must answer first; meanwhile the task is in nobody's to-do list. */
  heldFor: number[];
  addedBy: PersonRef | null;
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
