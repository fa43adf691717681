import { Entity } from "electrodb";
import { count, json, optionalText, text, word } from "#shared/table/attribute.ts";
import { service, shardOf, wakeShardCount } from "#shared/table/model.ts";
import type {
  AttachmentRecord,
  CopyRecord,
  EventRecord,
  SubmissionRecord,
  TaskRecord,
  TicketRecord,
} from "./record.ts";

export const TicketEntity = new Entity({
  model: { service, entity: "ticket", version: "1" },
  attributes: {
    ticketId: text,
    version: count,
    number: optionalText,
    title: text,
    templateId: text,
    templateVersion: count,
    templateName: { type: json<TicketRecord["templateName"]>(), required: true },
    requester: { type: json<TicketRecord["requester"]>(), required: true },
    requesterId: text,
    department: { type: json<NonNullable<TicketRecord["department"]>>() },
    state: { type: word<TicketRecord["state"]>(), required: true },
    outcome: { type: word<NonNullable<TicketRecord["outcome"]>>() },
    phase: { type: word<NonNullable<TicketRecord["phase"]>>() },
    round: count,
    taskSeq: count,
    places: { type: json<TicketRecord["places"]>() },
    visits: count,
    standsFrom: { type: "number" },
    undone: { type: json<TicketRecord["undone"]>() },
    resume: { type: json<TicketRecord["resume"]>() },
    blocked: { type: json<NonNullable<TicketRecord["blocked"]>>() },
    waiting: { type: json<NonNullable<TicketRecord["waiting"]>>() },
    wakeAt: optionalText,
    knocks: count,
    wakeShard: {
      type: "string",
      watch: ["wakeAt"],
      set: (_value, item: { ticketId?: string; wakeAt?: string }) =>
        item.wakeAt === undefined ? undefined : shardOf(item.ticketId ?? "", wakeShardCount),
    },
    clocks: { type: json<TicketRecord["clocks"]>(), required: true },
    summary: { type: json<TicketRecord["summary"]>(), required: true },
    returns: count,
    createdAt: text,
    submittedAt: optionalText,
    updatedAt: text,
    completedAt: optionalText,
    lastUrgedAt: optionalText,
    rating: { type: json<NonNullable<TicketRecord["rating"]>>() },
  },
  indexes: {
    ticket: {
      collection: ["page", "core"],
      pk: { field: "pk", composite: ["ticketId"] },
      sk: { field: "sk", composite: [] },
    },
    byRequester: {
      index: "gsi1",
      pk: { field: "gsi1pk", composite: ["requesterId"] },
      sk: { field: "gsi1sk", composite: ["ticketId"] },
    },
    byWake: {
      index: "gsi2",
      pk: { field: "gsi2pk", composite: ["wakeShard"] },
      sk: { field: "gsi2sk", composite: ["wakeAt"] },
    },
  },
});

export const SubmissionEntity = new Entity({
  model: { service, entity: "submission", version: "1" },
  attributes: {
    ticketId: text,
    round: { type: "number", required: true, padding: { length: 4, char: "0" } },
    title: text,
    values: { type: json<SubmissionRecord["values"]>(), required: true },
    choices: { type: json<SubmissionRecord["choices"]>() },
    original: { type: json<NonNullable<SubmissionRecord["original"]>>() },
    submittedAt: optionalText,
    hash: text,
    foreseen: { type: json<SubmissionRecord["foreseen"]>(), required: true },
  },
  indexes: {
    submission: {
      collection: ["page", "core"],
      pk: { field: "pk", composite: ["ticketId"] },
      sk: { field: "sk", composite: ["round"] },
    },
  },
});

export const TaskEntity = new Entity({
  model: { service, entity: "task", version: "1" },
  attributes: {
    ticketId: text,
    seq: { type: "number", required: true, padding: { length: 4, char: "0" } },
    kind: { type: word<TaskRecord["kind"]>(), required: true },
    nodeId: text,
    name: { type: json<TaskRecord["name"]>(), required: true },
    mode: { type: word<TaskRecord["mode"]>(), required: true },
    round: count,
    visit: count,
    slot: { type: "number" },
    part: { type: "number" },
    heldFor: { type: json<TaskRecord["heldFor"]>() },
    addedBy: { type: json<NonNullable<TaskRecord["addedBy"]>>() },
    state: { type: word<TaskRecord["state"]>(), required: true },
    voidReason: { type: word<NonNullable<TaskRecord["voidReason"]>>() },
    assignee: { type: json<NonNullable<TaskRecord["assignee"]>>() },
    /** To-do while pending, done once its owner decided; a void task is in nobody's box. */
    boxOwner: optionalText,
    box: { type: ["todo", "done"] as const },
    boxAt: optionalText,
    actedBy: { type: json<NonNullable<TaskRecord["actedBy"]>>() },
    delegationId: optionalText,
    comment: optionalText,
    createdAt: text,
    decidedAt: optionalText,
    remindAt: optionalText,
    dueAt: optionalText,
    escalations: count,
    card: { type: json<TaskRecord["card"]>(), required: true },
  },
  indexes: {
    task: {
      collection: ["page", "core"],
      pk: { field: "pk", composite: ["ticketId"] },
      sk: { field: "sk", composite: ["seq"] },
    },
    byAssignee: {
      index: "gsi1",
      pk: { field: "gsi1pk", composite: ["boxOwner", "box"] },
      sk: { field: "gsi1sk", composite: ["boxAt"] },
    },
  },
});

export const EventEntity = new Entity({
  model: { service, entity: "event", version: "1" },
  attributes: {
    ticketId: text,
    eventId: text,
    seq: count,
    type: { type: word<EventRecord["type"]>(), required: true },
    at: text,
    actor: { type: json<EventRecord["actor"]>(), required: true },
    channel: { type: word<EventRecord["channel"]>(), required: true },
    onBehalfOf: { type: json<NonNullable<EventRecord["onBehalfOf"]>>() },
    data: { type: json<EventRecord["data"]>(), required: true },
    notify: { type: json<EventRecord["notify"]>(), required: true },
    ticket: { type: json<EventRecord["ticket"]>(), required: true },
  },
  indexes: {
    event: {
      collection: ["page"],
      pk: { field: "pk", composite: ["ticketId"] },
      sk: { field: "sk", composite: ["eventId"] },
    },
  },
});

export const AttachmentEntity = new Entity({
  model: { service, entity: "attachment", version: "1" },
  attributes: {
    ticketId: text,
    attachmentId: text,
    name: text,
    size: count,
    type: text,
    sha256: text,
    state: { type: word<AttachmentRecord["state"]>(), required: true },
    uploadedBy: { type: json<AttachmentRecord["uploadedBy"]>(), required: true },
    createdAt: text,
  },
  indexes: {
    attachment: {
      collection: ["page"],
      pk: { field: "pk", composite: ["ticketId"] },
      sk: { field: "sk", composite: ["attachmentId"] },
    },
  },
});

/** Somebody who wants to hear how a ticket ends. */
export const FollowEntity = new Entity({
  model: { service, entity: "follow", version: "1" },
  attributes: {
    ticketId: text,
    userId: text,
    at: text,
    /** She took part in the ticket when she began to follow it, so that she may always read it. */
    isParty: { type: "boolean", required: true },
  },
  indexes: {
    follow: {
      collection: ["page", "core"],
      pk: { field: "pk", composite: ["ticketId"] },
      sk: { field: "sk", composite: ["userId"] },
    },
    byFollower: {
      index: "gsi1",
      pk: { field: "gsi1pk", composite: ["userId"] },
      sk: { field: "gsi1sk", composite: ["at", "ticketId"] },
    },
  },
});

export const CopyEntity = new Entity({
  model: { service, entity: "copy", version: "1" },
  attributes: {
    ticketId: text,
    userId: text,
    at: text,
    card: { type: json<CopyRecord["card"]>(), required: true },
  },
  indexes: {
    copy: {
      collection: ["page"],
      pk: { field: "pk", composite: ["ticketId"] },
      sk: { field: "sk", composite: ["userId"] },
    },
    byReader: {
      index: "gsi1",
      pk: { field: "gsi1pk", composite: ["userId"] },
      sk: { field: "gsi1sk", composite: ["at", "ticketId"] },
    },
  },
});
