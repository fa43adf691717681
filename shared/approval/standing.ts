import { personOf, type Ctx } from "#shared/core/ctx.ts";
import { AppError, notFound } from "#shared/core/error.ts";
import { delegationFor, delegationsOn } from "#shared/ticket/access.ts";
import { currentSubmission } from "#shared/ticket/move.ts";
import { parseTaskId, type TaskRecord } from "#shared/ticket/record.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import { loadCore, type Core } from "#shared/ticket/store.ts";

/** A task the caller may act on, in whose name, and by which delegation. */
export type Standing = {
  core: Core;
  task: TaskRecord;
  onBehalfOf: PersonRef | null;
  delegationId: string | null;
};

/**
 * The one authorisation for every door that acts on a task: page, link, batch, API. The caller is its assignee
 * or stands in for her today; to anybody else the task does not exist.
 */
export async function loadAsAssignee(ctx: Ctx, taskId: string): Promise<Standing> {
  const { userId } = personOf(ctx);
  const { ticketId, seq } = parseTaskId(taskId);
  const core = await loadCore(ticketId);
  const task = core?.tasks.find((one) => one.seq === seq);
  if (core === undefined || task === undefined) throw notFound("task");
  if (task.assignee?.id === userId) return { core, task, onBehalfOf: null, delegationId: null };
  const delegations = await delegationsOn(ctx, { tasks: [{ ...task, state: "pending" }] });
  const delegation = delegationFor(task, core.ticket, userId, delegations);
  if (delegation === undefined) throw notFound("task");
  return { core, task, onBehalfOf: task.assignee, delegationId: delegation.delegationId };
}

/** STALE_VIEW when the ticket is no longer what the caller saw. */
export function assertSeen(core: Core, seen: string | undefined): void {
  if (seen === undefined || seen === currentSubmission(core).hash) return;
  throw new AppError("STALE_VIEW", "The ticket has changed since it was shown.");
}
