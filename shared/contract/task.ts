import * as z from "zod";
import { PageQuery, pageOf } from "#shared/core/page.ts";
import {
  AddApproversInput,
  BatchInput,
  BatchResult,
  ChangeFormInput,
  DecideInput,
  ReassignInput,
  RemoveApproverInput,
  TransferInput,
} from "#shared/ticket/input.ts";
import { TaskCard, TaskId, TicketView } from "#shared/ticket/schema.ts";
import { operation } from "./operation.ts";

const params = z.strictObject({ id: TaskId });

export const task = {
  listTasks: operation({
    method: "GET",
    path: "/tasks",
    summary: "My inbox: to do, done, or copies sent to me",
    access: "person",
    query: PageQuery.extend({
      state: z.enum(["pending", "done", "cc"]).default("pending"),
      /** Only tickets of this template. A page may hold fewer than its limit. */
      type: z.string().max(40).optional(),
    }),
    result: pageOf(TaskCard),
  }),
  decideTask: operation({
    method: "POST",
    path: "/tasks/{id}/decision",
    summary: "Approve, return, veto or confirm",
    access: "person",
    params: params,
    body: DecideInput,
    result: TicketView,
  }),
  decideTasks: operation({
    method: "POST",
    path: "/tasks/decisions",
    summary: "Decide on several tasks, each for itself",
    access: "person",
    body: BatchInput,
    result: z.object({ items: z.array(BatchResult) }),
  }),
  transferTask: operation({
    method: "POST",
    path: "/tasks/{id}/transfer",
    summary: "Give my task to a colleague",
    access: "person",
    params: params,
    body: TransferInput,
    result: TicketView,
  }),
  addTaskApprovers: operation({
    method: "POST",
    path: "/tasks/{id}/add",
    summary: "Ask colleagues beside me: before, after or at the same time",
    access: "person",
    params: params,
    body: AddApproversInput,
    result: TicketView,
  }),
  removeTaskApprover: operation({
    method: "POST",
    path: "/tasks/{id}/remove",
    summary: "Take an approver back whom I added",
    access: "person",
    params: params,
    body: RemoveApproverInput,
    result: TicketView,
  }),
  changeTaskForm: operation({
    method: "POST",
    path: "/tasks/{id}/form",
    summary: "Change the fields that my step lets me edit",
    access: "person",
    params: params,
    body: ChangeFormInput,
    result: TicketView,
  }),
  reassignTask: operation({
    method: "POST",
    path: "/tasks/{id}/reassign",
    summary: "Give somebody's pending task to somebody else",
    access: "ticket:administer",
    params: params,
    body: ReassignInput,
    result: TicketView,
  }),
};
