import type { Received } from "#shared/contract/operation.ts";
import type { task as operations } from "#shared/contract/task.ts";
import { personOf, type Ctx } from "#shared/core/ctx.ts";
import type { Page } from "#shared/core/page.ts";
import { activeDelegationsFor } from "#shared/org/load.ts";
import type { DelegationRecord } from "#shared/org/record.ts";
import { decodeCursor, encodeCursor } from "#shared/table/cursor.ts";
import { here } from "#shared/table/model.ts";
import { CopyEntity, TaskEntity } from "#shared/ticket/entity.ts";
import { type TaskCardHeader, type TaskRecord } from "#shared/ticket/record.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import type { TaskCard } from "#shared/ticket/schema.ts";
import { taskOf } from "#shared/ticket/store.ts";
import { taskView } from "#shared/ticket/view.ts";

type Query = Received<typeof operations.listTasks>["query"];

/** The inbox of a person. To-do begins with what she may decide for others, then her own, oldest first. */
export async function listTasks(ctx: Ctx, query: Query): Promise<Page<TaskCard>> {
  const { userId } = personOf(ctx);
  if (query.state === "cc") return listCopies(userId, query);
  const own = await listBox(userId, query);
  if (query.state === "done" || query.cursor !== undefined) return own;
  const delegations = await activeDelegationsFor(userId, ctx.now);
  const lent = await Promise.all(
    delegations.map((delegation) => listLent(userId, delegation, query)),
  );
  // Two delegations may lend the same task: it is one card.
  const cards = new Map([...lent.flat(), ...own.items].map((card) => [card.task.id, card]));
  return { items: [...cards.values()], nextCursor: own.nextCursor };
}

/** Whether a card is of the wanted kind. Read from the card: the page of tasks stays one Query. */
function isWanted({ templateId }: TaskCardHeader, { type }: Query): boolean {
  return type === undefined || templateId === type;
}

function ticketPart(ticketId: string, card: TaskCardHeader): TaskCard["ticket"] {
  const { number, title, templateId, templateName, requester, department } = card;
  const { summary, submittedAt } = card;
  const what = { id: ticketId, number, title, templateId, templateName };
  return { ...what, requester, department, summary, submittedAt };
}

function cardOf(task: TaskRecord, onBehalfOf: PersonRef | null): TaskCard {
  return { task: taskView(task), ticket: ticketPart(task.ticketId, task.card), onBehalfOf };
}

async function listBox(assigneeId: string, query: Query): Promise<Page<TaskCard>> {
  const box = query.state === "done" ? "done" : "todo";
  const scope = `tasks:${assigneeId}:${box}`;
  const position = decodeCursor<string>(scope, query.cursor) ?? null;
  const order = box === "done" ? "desc" : "asc";
  const { data, cursor } = await TaskEntity.query
    .byAssignee({ boxOwner: assigneeId, box })
    .go({ ...here(), order, limit: query.limit, cursor: position });
  const wanted = data.map(taskOf).filter(({ card }) => isWanted(card, query));
  const items = wanted.map((task) => cardOf(task, null));
  return { items, nextCursor: cursor === null ? null : encodeCursor(scope, cursor) };
}

/** Tasks of a principal that the delegate may decide; never on the delegate's own requests. */
async function listLent(
  userId: string,
  delegation: DelegationRecord,
  query: Query,
): Promise<TaskCard[]> {
  const { data } = await TaskEntity.query
    .byAssignee({ boxOwner: delegation.principal.id, box: "todo" })
    .go({ ...here(), limit: 100 });
  return data
    .map(taskOf)
    .filter((task) => task.card.requester.id !== userId && isWanted(task.card, query))
    .filter(
      ({ card }) =>
        delegation.templateIds === null || delegation.templateIds.includes(card.templateId),
    )
    .map((task) => cardOf(task, delegation.principal));
}

async function listCopies(userId: string, query: Query): Promise<Page<TaskCard>> {
  const scope = `copies:${userId}`;
  const position = decodeCursor<string>(scope, query.cursor) ?? null;
  const { data, cursor } = await CopyEntity.query
    .byReader({ userId })
    .go({ ...here(), order: "desc", limit: query.limit, cursor: position });
  const wanted = data.filter(({ card }) => isWanted(card, query));
  const items = wanted.map(({ ticketId, at, card }): TaskCard => {
    const task = copyAsTask(ticketId, userId, at, card);
    return { task: taskView(task), ticket: ticketPart(ticketId, card), onBehalfOf: null };
  });
  return { items, nextCursor: cursor === null ? null : encodeCursor(scope, cursor) };
}

// A copy asks for nothing: in the inbox it looks like a task that is confirmed already.
function copyAsTask(
  ticketId: string,
  userId: string,
  at: string,
  card: TaskCardHeader,
): TaskRecord {
  return {
    ticketId,
    seq: 0,
    kind: "confirm",
    nodeId: "cc",
    name: card.templateName,
    mode: "any",
    round: 1,
    visit: 1,
    slot: 0,
    part: 0,
    heldFor: [],
    addedBy: null,
    state: "confirmed",
    voidReason: null,
    assignee: { id: userId, name: "" },
    actedBy: null,
    delegationId: null,
    comment: null,
    createdAt: at,
    decidedAt: null,
    remindAt: null,
    dueAt: null,
    escalations: 0,
    card,
  };
}
