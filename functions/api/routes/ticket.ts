import { addTaskApprovers } from "#shared/approval/add.ts";
import { changeTaskForm } from "#shared/approval/change.ts";
import { decideMany } from "#shared/approval/decide-many.ts";
import { decideTask } from "#shared/approval/decide.ts";
import { listTasks } from "#shared/approval/inbox.ts";
import { reassignTask } from "#shared/approval/reassign.ts";
import { removeTaskApprover } from "#shared/approval/remove.ts";
import { transferTask } from "#shared/approval/transfer.ts";
import { addAttachment, getUpload } from "#shared/attachment/add.ts";
import { completeAttachment } from "#shared/attachment/complete.ts";
import { getAttachment } from "#shared/attachment/get.ts";
import type { task } from "#shared/contract/task.ts";
import type { ticket } from "#shared/contract/ticket.ts";
import { blockTicket } from "#shared/ticket/block.ts";
import { closeTicket } from "#shared/ticket/close.ts";
import { commentTicket } from "#shared/ticket/comment.ts";
import { createTicket } from "#shared/ticket/create.ts";
import { deleteTicket } from "#shared/ticket/delete.ts";
import { escalateTicket } from "#shared/ticket/escalate.ts";
import { followTicket, unfollowTicket } from "#shared/ticket/follow.ts";
import { getTicket } from "#shared/ticket/get.ts";
import { listTickets } from "#shared/ticket/list.ts";
import { rateTicket } from "#shared/ticket/rate.ts";
import { resubmitTicket } from "#shared/ticket/resubmit.ts";
import { saveTicket } from "#shared/ticket/save.ts";
import { similarTickets } from "#shared/ticket/similar.ts";
import { submitTicket } from "#shared/ticket/submit.ts";
import { unblockTicket } from "#shared/ticket/unblock.ts";
import { urgeTicket } from "#shared/ticket/urge.ts";
import { withdrawTicket } from "#shared/ticket/withdraw.ts";
import type { Routes } from "../mount.ts";
import { write, writeOnly } from "../write.ts";

export const ticketRoutes: Routes<typeof ticket> = {
  listTickets: (ctx, { query }) => listTickets(ctx, query),
  similarTickets: (ctx, { query }) => similarTickets(ctx, query),
  createTicket: write((ctx, { body }) => createTicket(ctx, body), getTicket),
  getTicket: (ctx, { params }) => getTicket(ctx, params.id),
  saveTicket: write(
    (ctx, { params, body }) => saveTicket(ctx, { ticketId: params.id, ...body }),
    getTicket,
  ),
  deleteTicket: writeOnly((ctx, { params }) => deleteTicket(ctx, { ticketId: params.id })),
  submitTicket: write((ctx, { params }) => submitTicket(ctx, { ticketId: params.id }), getTicket),
  resubmitTicket: write(
    (ctx, { params }) => resubmitTicket(ctx, { ticketId: params.id }),
    getTicket,
  ),
  withdrawTicket: write(
    (ctx, { params, body }) => withdrawTicket(ctx, { ticketId: params.id, ...body }),
    getTicket,
  ),
  urgeTicket: write((ctx, { params }) => urgeTicket(ctx, { ticketId: params.id }), getTicket),
  commentTicket: write(
    (ctx, { params, body }) => commentTicket(ctx, { ticketId: params.id, ...body }),
    getTicket,
  ),
  rateTicket: write(
    (ctx, { params, body }) => rateTicket(ctx, { ticketId: params.id, ...body }),
    getTicket,
  ),
  blockTicket: write(
    (ctx, { params, body }) => blockTicket(ctx, { ticketId: params.id, ...body }),
    getTicket,
  ),
  unblockTicket: write(
    (ctx, { params, body }) => unblockTicket(ctx, { ticketId: params.id, ...body }),
    getTicket,
  ),
  escalateTicket: write(
    (ctx, { params, body }) => escalateTicket(ctx, { ticketId: params.id, ...body }),
    getTicket,
  ),
  closeTicket: write(
    (ctx, { params, body }) => closeTicket(ctx, { ticketId: params.id, ...body }),
    getTicket,
  ),
  followTicket: write((ctx, { params }) => followTicket(ctx, { ticketId: params.id }), getTicket),
  unfollowTicket: write(
    (ctx, { params }) => unfollowTicket(ctx, { ticketId: params.id }),
    getTicket,
  ),
  addAttachment: write(
    (ctx, { params, body }) => addAttachment(ctx, { ticketId: params.id, ...body }),
    (ctx, attachmentId, { params }) => getUpload(ctx, { ticketId: params.id, attachmentId }),
  ),
  completeAttachment: (ctx, { params }) =>
    completeAttachment(ctx, { ticketId: params.id, attachmentId: params.attachmentId }),
  getAttachment: (ctx, { params }) =>
    getAttachment(ctx, { ticketId: params.id, attachmentId: params.attachmentId }),
};

export const taskRoutes: Routes<typeof task> = {
  listTasks: (ctx, { query }) => listTasks(ctx, query),
  decideTask: write(
    (ctx, { params, body }) => decideTask(ctx, { taskId: params.id, ...body }),
    getTicket,
  ),
  decideTasks: (ctx, { body }) => decideMany(ctx, body),
  transferTask: write(
    (ctx, { params, body }) => transferTask(ctx, { taskId: params.id, ...body }),
    getTicket,
  ),
  addTaskApprovers: write(
    (ctx, { params, body }) => addTaskApprovers(ctx, { taskId: params.id, ...body }),
    getTicket,
  ),
  removeTaskApprover: write(
    (ctx, { params, body }) => removeTaskApprover(ctx, { taskId: params.id, ...body }),
    getTicket,
  ),
  changeTaskForm: write(
    (ctx, { params, body }) => changeTaskForm(ctx, { taskId: params.id, ...body }),
    getTicket,
  ),
  reassignTask: write(
    (ctx, { params, body }) => reassignTask(ctx, { taskId: params.id, ...body }),
    getTicket,
  ),
};
