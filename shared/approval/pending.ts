import { assertCan, can, type Ctx } from "#shared/core/ctx.ts";
import { notFound } from "#shared/core/error.ts";
import type { Page } from "#shared/core/page.ts";
import type { Bilingual } from "#shared/core/text.ts";
import { getUser } from "#shared/org/load.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { decodeCursor, encodeCursor } from "#shared/table/cursor.ts";
import { here } from "#shared/table/model.ts";
import { TaskEntity } from "#shared/ticket/entity.ts";
import { taskIdOf, type TaskRecord } from "#shared/ticket/record.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import { taskOf } from "#shared/ticket/store.ts";

/** One task that waits for a person, as those see it who hand it over. */
export type PendingTask = {
  taskId: string;
  ticketId: string;
  number: string | null;
  /** Null for those who may not read all tickets. */
  title: string | null;
  templateName: Bilingual;
  requester: PersonRef;
  step: Bilingual;
  since: string;
  dueAt: string | null;
};

type Query = { userId: string; cursor?: string | undefined; limit: number };

export async function assertPerson(userId: string): Promise<UserRecord> {
  const user = await getUser(userId);
  if (user === undefined) throw notFound("person");
  return user;
}

/** Tasks in somebody's inbox, oldest first. One Query of an index. */
export async function pendingOf({ userId, cursor, limit }: Query): Promise<Page<TaskRecord>> {
  const scope = `pending:${userId}`;
  const found = await TaskEntity.query
    .byAssignee({ boxOwner: userId, box: "todo" })
    .go({ ...here(), limit, cursor: decodeCursor<string>(scope, cursor) ?? null });
  const nextCursor = found.cursor === null ? null : encodeCursor(scope, found.cursor);
  return { items: found.data.map(taskOf), nextCursor };
}

export function pendingView(ctx: Ctx, task: TaskRecord): PendingTask {
  const { number, title, templateName, requester } = task.card;
  const { ticketId, name: step, createdAt: since, dueAt } = task;
  return {
    taskId: taskIdOf(task),
    ticketId,
    number,
    title: can(ctx, "ticket:read-all") ? title : null,
    templateName,
    requester,
    step,
    since,
    dueAt,
  };
}

/** What waits for a person: to be handed over when she leaves. */
export async function listPending(ctx: Ctx, query: Query): Promise<Page<PendingTask>> {
  assertCan(ctx, "org:manage");
  await assertPerson(query.userId);
  const { items, nextCursor } = await pendingOf(query);
  return { items: items.map((task) => pendingView(ctx, task)), nextCursor };
}
