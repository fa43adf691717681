import * as z from "zod";
import { AddAttachmentInput, AttachmentId } from "#shared/attachment/schema.ts";
import { PageQuery, pageOf } from "#shared/core/page.ts";
import {
  AttachmentView,
  CommentInput,
  CreateTicketInput,
  DecideInput,
  Outcome,
  RateInput,
  SaveTicketInput,
  TaskCard,
  TaskId,
  TicketId,
  TicketState,
  TicketSummary,
  TicketView,
  WithdrawInput,
} from "#shared/ticket/schema.ts";
import { operation } from "./operation.ts";

const params = z.strictObject({ id: TicketId });
const file = z.strictObject({ id: TicketId, attachmentId: AttachmentId });
const filters = {
  status: TicketState.optional(),
  outcome: Outcome.optional(),
  type: z.string().max(40).optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
};

export const ticket = {
  listTickets: operation({
    method: "GET",
    path: "/tickets",
    summary: "Tickets: mine, or all of them for those who may read them",
    access: "person",
    query: PageQuery.extend({ view: z.enum(["mine", "all"]).default("mine"), ...filters }),
    result: pageOf(TicketSummary),
  }),
  createTicket: operation({
    method: "POST",
    path: "/tickets",
    summary: "Begin a draft",
    access: "ticket:create",
    body: CreateTicketInput,
    result: TicketView,
    status: 201,
  }),
  getTicket: operation({
    method: "GET",
    path: "/tickets/{id}",
    summary: "Everything about one ticket that the caller may see",
    access: "person",
    params,
    result: TicketView,
  }),
  saveTicket: operation({
    method: "PUT",
    path: "/tickets/{id}",
    summary: "Save a draft or a returned ticket",
    access: "person",
    params,
    body: SaveTicketInput,
    result: TicketView,
  }),
  deleteTicket: operation({
    method: "DELETE",
    path: "/tickets/{id}",
    summary: "Throw a draft away",
    access: "person",
    params,
  }),
  submitTicket: operation({
    method: "POST",
    path: "/tickets/{id}/submit",
    summary: "Submit a draft",
    access: "person",
    params,
    result: TicketView,
  }),
  resubmitTicket: operation({
    method: "POST",
    path: "/tickets/{id}/resubmit",
    summary: "Submit a returned ticket again",
    access: "person",
    params,
    result: TicketView,
  }),
  withdrawTicket: operation({
    method: "POST",
    path: "/tickets/{id}/withdraw",
    summary: "Take a ticket back",
    access: "person",
    params,
    body: WithdrawInput,
    result: TicketView,
  }),
  urgeTicket: operation({
    method: "POST",
    path: "/tickets/{id}/urge",
    summary: "Ask those it waits for to hurry; once in ten minutes",
    access: "person",
    params,
    result: TicketView,
  }),
  commentTicket: operation({
    method: "POST",
    path: "/tickets/{id}/comments",
    summary: "Comment",
    access: "person",
    params,
    body: CommentInput,
    result: TicketView,
  }),
  rateTicket: operation({
    method: "POST",
    path: "/tickets/{id}/rating",
    summary: "Rate a completed ticket of mine, once",
    access: "person",
    params,
    body: RateInput,
    result: TicketView,
  }),
  addAttachment: operation({
    method: "POST",
    path: "/tickets/{id}/attachments",
    summary: "Announce a file and get the address to upload it to",
    access: "person",
    params,
    body: AddAttachmentInput,
    result: z.object({
      attachment: AttachmentView,
      /** PUT the bytes here, with these headers. */
      upload: z.object({ url: z.string(), headers: z.record(z.string(), z.string()) }),
    }),
    status: 201,
  }),
  completeAttachment: operation({
    method: "POST",
    path: "/tickets/{id}/attachments/{attachmentId}/complete",
    summary: "The bytes are there: check and keep them",
    access: "person",
    params: file,
    result: AttachmentView,
  }),
  getAttachment: operation({
    method: "GET",
    path: "/tickets/{id}/attachments/{attachmentId}",
    summary: "A short-lived address to download the file from",
    access: "person",
    params: file,
    result: z.object({ url: z.string(), expiresAt: z.string() }),
  }),
};

export const task = {
  listTasks: operation({
    method: "GET",
    path: "/tasks",
    summary: "My inbox: to do, done, or copies sent to me",
    access: "person",
    query: PageQuery.extend({ state: z.enum(["pending", "done", "cc"]).default("pending") }),
    result: pageOf(TaskCard),
  }),
  decideTask: operation({
    method: "POST",
    path: "/tasks/{id}/decision",
    summary: "Approve, return, veto or confirm",
    access: "person",
    params: z.strictObject({ id: TaskId }),
    body: DecideInput,
    result: TicketView,
  }),
};
