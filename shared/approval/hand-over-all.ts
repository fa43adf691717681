import type * as z from "zod";
import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { AppError, notFound } from "#shared/core/error.ts";
import { liveDirectory } from "#shared/org/directory.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { afresh } from "#shared/table/retry.ts";
import type { BatchResult, HandOverInput } from "#shared/ticket/input.ts";
import { commitChange, decideMove } from "#shared/ticket/move.ts";
import { taskIdOf, type TaskRecord } from "#shared/ticket/record.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import { loadCore } from "#shared/ticket/store.ts";
import { activePeople } from "./colleagues.ts";
import { eachTask } from "./each-task.ts";
import { handOver } from "./engine/hand-over.ts";
import { assertPerson, pendingOf, pendingView, type PendingTask } from "./pending.ts";
import { leadersAbove } from "./resolve.ts";

type Input = { userId: string } & z.infer<typeof HandOverInput>;
export type HandOverResult = PendingTask & Omit<BatchResult, "taskId"> & { to: PersonRef | null };

/**
 * Gives what waits for a person to somebody else, or each task to whoever stands one level above her. Each stands
 * for itself: one that is refused stays where it is and says why. `nextCursor` leads to those that are left.
 */
export async function handOverAll(
  ctx: Ctx,
  { userId, to, reason, cursor, limit }: Input,
): Promise<{ items: HandOverResult[]; nextCursor: string | null }> {
  assertCan(ctx, "ticket:administer");
  assertCan(ctx, "org:manage");
  const leaver = await assertPerson(userId);
  const [heir = null] = to === null ? [] : await activePeople([to], "to");
  const { items: tasks, nextCursor } = await pendingOf({ userId, cursor, limit });
  const items: HandOverResult[] = [];
  // One after the other: two of them may be tasks of one ticket.
  for (const task of tasks) items.push(await handOverOne(ctx, { task, leaver, heir, reason }));
  return { items, nextCursor };
}

type One = { task: TaskRecord; leaver: UserRecord; heir: PersonRef | null; reason: string };

async function handOverOne(ctx: Ctx, one: One): Promise<HandOverResult> {
  let to: PersonRef | null = null;
  const result = await eachTask(ctx, taskIdOf(one.task), async (own) => {
    to = one.heir ?? (await oneAbove(one));
    await give(own, one, to);
  });
  return { ...pendingView(ctx, one.task), ...result, to };
}

async function oneAbove({ task, leaver }: One): Promise<PersonRef> {
  const [leader] = await leadersAbove(leaver.userId, task.card.requester.id, liveDirectory);
  if (leader !== undefined) return leader;
  throw new AppError("NOBODY_FOUND", "Nobody stands above this person.");
}

async function give(ctx: Ctx, { task, leaver, reason }: One, to: PersonRef): Promise<void> {
  const { ticketId, seq } = task;
  await afresh(async () => {
    const core = await loadCore(ticketId);
    const current = core?.tasks.find((known) => known.seq === seq);
    // The inbox is a little behind the ticket.
    if (core === undefined || current?.assignee?.id !== leaver.userId) throw notFound("task");
    const given = { seq, to, comment: reason, isReassignment: true };
    const change = await decideMove(ctx, core, (situation) => handOver(situation, given));
    await commitChange(ctx, core, change);
  });
}
