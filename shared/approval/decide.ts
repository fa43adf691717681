import type * as z from "zod";
import { personOf, type Ctx } from "#shared/core/ctx.ts";
import { AppError, notFound } from "#shared/core/error.ts";
import { delegationFor, delegationsOn } from "#shared/ticket/access.ts";
import { commitChange, currentSubmission, decideMove } from "#shared/ticket/move.ts";
import { parseTaskId, type TaskRecord } from "#shared/ticket/record.ts";
import type { DecideInput, PersonRef } from "#shared/ticket/schema.ts";
import { loadCore, type Core } from "#shared/ticket/store.ts";
import { decide } from "./engine.ts";
import { afresh } from "#shared/table/retry.ts";

type Input = { taskId: string } & z.infer<typeof DecideInput>;

/** In whose name the caller may decide, and by which delegation. */
type Standing = { onBehalfOf: PersonRef | null; delegationId: string | null };

/**
 * The one way to decide on a task, for every door: page, link, API. The caller is its assignee or stands in
 * for her today. TASK_ALREADY_DECIDED tells the loser of a race who was faster; STALE_VIEW says that the
 * ticket is no longer what she saw.
 */
export async function decideTask(ctx: Ctx, input: Input): Promise<string> {
  return afresh(async () => {
    const { userId, name } = personOf(ctx);
    const { ticketId, seq } = parseTaskId(input.taskId);
    const core = await loadCore(ticketId);
    const task = core?.tasks.find((one) => one.seq === seq);
    if (core === undefined || task === undefined) throw notFound("task");
    const standing = await standingOf(ctx, core, task);
    assertSeen(core, input.seen);
    const decision = {
      seq,
      action: input.action,
      comment: input.comment ?? null,
      actedBy: { id: userId, name },
      delegationId: standing.delegationId,
    };
    const change = await decideMove(ctx, core, (situation) => decide(situation, decision), {
      onBehalfOf: standing.onBehalfOf,
    });
    await commitChange(ctx, core, change);
    return ticketId;
  });
}

async function standingOf(ctx: Ctx, core: Core, task: TaskRecord): Promise<Standing> {
  const { userId } = personOf(ctx);
  if (task.assignee?.id === userId) return { onBehalfOf: null, delegationId: null };
  const delegations = await delegationsOn(ctx, { tasks: [{ ...task, state: "pending" }] });
  const delegation = delegationFor(task, core.ticket, userId, delegations);
  if (delegation === undefined) throw notFound("task");
  return { onBehalfOf: task.assignee, delegationId: delegation.delegationId };
}

function assertSeen(core: Core, seen: string | undefined): void {
  if (seen === undefined || seen === currentSubmission(core).hash) return;
  throw new AppError("STALE_VIEW", "The ticket has changed since it was shown.");
}
