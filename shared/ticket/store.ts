import { Service } from "electrodb";
import type { ErrorCode } from "#shared/core/error.ts";
import { newId } from "#shared/core/id.ts";
import { fromItem, toItem, withoutUsual } from "#shared/table/attribute.ts";
import { put, type Write } from "#shared/table/commit.ts";
import { here } from "#shared/table/model.ts";
import {
  AttachmentEntity,
  CopyEntity,
  EventEntity,
  FollowEntity,
  SubmissionEntity,
  TaskEntity,
  TicketEntity,
} from "./entity.ts";
import type {
  AttachmentRecord,
  CopyRecord,
  EventRecord,
  NewEvent,
  SubmissionRecord,
  TaskRecord,
  TicketRecord,
} from "./record.ts";

const tickets = new Service({
  ticket: TicketEntity,
  submission: SubmissionEntity,
  task: TaskEntity,
  event: EventEntity,
  attachment: AttachmentEntity,
  copy: CopyEntity,
  follow: FollowEntity,
});

/** What a command needs: the ticket, its rounds and its tasks. */
export type Core = {
  ticket: TicketRecord;
  submissions: SubmissionRecord[];
  tasks: TaskRecord[];
  /** Ids of those who follow it. */
  followers: string[];
};

/** What the page shows. */
export type Page = Core & {
  events: EventRecord[];
  attachments: AttachmentRecord[];
  copies: CopyRecord[];
};

const nullableOfTicket = [
  "number",
  "department",
  "outcome",
  "phase",
  "blocked",
  "waiting",
  "wakeAt",
  "submittedAt",
  "completedAt",
  "lastUrgedAt",
  "rating",
] as const;
const nullableOfTask = [
  "addedBy",
  "voidReason",
  "assignee",
  "actedBy",
  "delegationId",
  "comment",
  "decidedAt",
  "remindAt",
  "dueAt",
] as const;

type Box = { boxOwner: string; box: "todo" | "done"; boxAt: string };

/** What most tickets have is not stored: bytes are units. */
const usualTicket = { places: [], undone: [], resume: [], standsFrom: 1 };

export function ticketOf(item: object): TicketRecord {
  const ticket = fromItem<TicketRecord>({ ...usualTicket, ...item }, nullableOfTicket);
  return { ...ticket, places: ticket.places.map((place) => ({ ...usualPlace, ...place })) };
}

const usualPlace = { queue: [], detour: null };

/** A ticket as it is stored, without what is usual. */
function ticketItem(ticket: TicketRecord) {
  const places = ticket.places.map((place) => withoutUsual(place, usualPlace));
  return {
    ...toItem(withoutUsual({ ...ticket, places }, usualTicket)),
    requesterId: ticket.requester.id,
  };
}

function usualTask({ seq }: { seq: number }): Pick<TaskRecord, "slot" | "part" | "heldFor"> {
  return { slot: seq, part: seq, heldFor: [] };
}

export function taskOf(item: object): TaskRecord {
  // In whose box a task lies follows from its state: what was stored must not go into the next write.
  const { boxOwner: _, box: __, boxAt: ___, ...row } = item as Partial<Box>;
  return fromItem<TaskRecord>({ ...usualTask(item as TaskRecord), ...row }, nullableOfTask);
}

function submissionOf(item: object): SubmissionRecord {
  return fromItem<SubmissionRecord>({ choices: {}, ...item }, ["submittedAt", "original"]);
}

type Rows = {
  ticket: object[];
  submission: object[];
  task: object[];
  follow: { userId: string }[];
};

function coreOf(rows: Rows): Core | undefined {
  const [ticket] = rows.ticket;
  if (ticket === undefined) return undefined;
  return {
    ticket: ticketOf(ticket),
    submissions: rows.submission.map(submissionOf),
    tasks: rows.task.map(taskOf),
    followers: rows.follow.map(({ userId }) => userId),
  };
}

/** One strongly consistent Query: ticket, rounds and tasks. */
export async function loadCore(ticketId: string): Promise<Core | undefined> {
  const { data } = await tickets.collections
    .core({ ticketId })
    .go({ ...here(), consistent: true, pages: "all" });
  return coreOf(data);
}

/** One strongly consistent Query: everything of a ticket. */
export async function loadPage(ticketId: string): Promise<Page | undefined> {
  const { data } = await tickets.collections
    .page({ ticketId })
    .go({ ...here(), consistent: true, pages: "all" });
  const core = coreOf(data);
  if (core === undefined) return undefined;
  const events = data.event.map((item) => fromItem<EventRecord>(item, ["onBehalfOf"]));
  return { ...core, events, attachments: data.attachment, copies: data.copy };
}

/** One Get. */
export async function loadTicket(ticketId: string): Promise<TicketRecord | undefined> {
  const { data } = await TicketEntity.get({ ticketId }).go({ ...here(), consistent: true });
  return data === null ? undefined : ticketOf(data);
}

/** The new state of a ticket; refused when it is no longer at the version that was read. */
export function putTicket(ticket: TicketRecord, taken: ErrorCode = "CONFLICT"): Write {
  const params = TicketEntity.put(ticketItem({ ...ticket, version: ticket.version + 1 }))
    .where(({ version }, { eq }) => eq(version, ticket.version))
    .params(here());
  return put(params, taken);
}

export function createTicketRow(ticket: TicketRecord): Write {
  return put(TicketEntity.create(ticketItem(ticket)).params(here()), "ALREADY_EXISTS");
}

const doneStates = new Set(["approved", "returned", "vetoed", "confirmed"]);

function boxOf(task: TaskRecord): Box | undefined {
  const { assignee, state, createdAt, decidedAt, heldFor } = task;
  if (assignee === null || (state === "pending" && heldFor.length > 0)) return undefined;
  if (state === "pending") return { boxOwner: assignee.id, box: "todo", boxAt: createdAt };
  if (!doneStates.has(state)) return undefined;
  return { boxOwner: assignee.id, box: "done", boxAt: decidedAt ?? createdAt };
}

/** Tasks are guarded by their ticket's version, which every command moves on. */
export function putTask(task: TaskRecord): Write {
  return put(
    TaskEntity.put({ ...toItem(withoutUsual(task, usualTask(task))), ...boxOf(task) }).params(
      here(),
    ),
  );
}

export function putSubmission(submission: SubmissionRecord): Write {
  return put(
    SubmissionEntity.put(toItem(withoutUsual(submission, { choices: {} }))).params(here()),
  );
}

const mostEventsPerCommit = 100;

/** An event of the commit that makes `version`; ids of clocks that differ would not keep the order. */
export function putEvent(event: NewEvent, version: number, index = 0): Write {
  const eventId = newId("event", Date.parse(event.at));
  const seq = version * mostEventsPerCommit + index;
  return put(EventEntity.put({ ...toItem(event), eventId, seq }).params(here()));
}

export function putCopy(copy: CopyRecord): Write {
  return put(CopyEntity.put(copy).params(here()));
}

/** The writes and audit rows of an engine change, all guarded by the ticket's version. */
export function writesOf(
  change: {
    ticket: TicketRecord;
    tasks: TaskRecord[];
    copies: CopyRecord[];
    events: NewEvent[];
  },
  taken: ErrorCode = "CONFLICT",
): { writes: Write[]; audit: [Write, ...Write[]] } {
  const [first, ...others] = change.events;
  if (first === undefined) throw new Error("a change without an event");
  const version = change.ticket.version + 1;
  return {
    writes: [
      putTicket(change.ticket, taken),
      ...change.tasks.map(putTask),
      ...change.copies.map(putCopy),
    ],
    audit: [
      putEvent(first, version),
      ...others.map((event, index) => putEvent(event, version, index + 1)),
    ],
  };
}
