import { can, personOf, type Ctx } from "#shared/core/ctx.ts";
import { notFound } from "#shared/core/error.ts";
import { activeDelegationsFor } from "#shared/org/load.ts";
import type { DelegationRecord } from "#shared/org/record.ts";
import type { TaskRecord, TicketRecord } from "./record.ts";
import { loadPage, type Page } from "./store.ts";

/** The delegation under which `userId` may act on this task, if there is one. Never on her own request. */
export function delegationFor(
  task: TaskRecord,
  ticket: TicketRecord,
  userId: string,
  delegations: DelegationRecord[],
): DelegationRecord | undefined {
  if (ticket.requester.id === userId) return undefined;
  return delegations.find(
    (delegation) =>
      delegation.principal.id === task.assignee?.id &&
      (delegation.templateIds === null || delegation.templateIds.includes(ticket.templateId)),
  );
}

/** Whose pending tasks the person could decide for somebody else. One Query, only when it can matter. */
export async function delegationsOn(
  ctx: Ctx,
  page: { tasks: TaskRecord[] },
): Promise<DelegationRecord[]> {
  const { userId } = personOf(ctx);
  const pending = page.tasks.filter((task) => task.state === "pending");
  const isAsked = pending.some((task) => task.assignee?.id === userId);
  if (pending.length === 0 || isAsked) return [];
  return activeDelegationsFor(userId, ctx.now);
}

/** Whether she is part of the ticket: asked for it, was asked at it, or got a copy. */
export function isParty(page: Page, userId: string): boolean {
  return (
    page.ticket.requester.id === userId ||
    page.tasks.some((task) => task.assignee?.id === userId || task.actedBy?.id === userId) ||
    page.copies.some((copy) => copy.userId === userId) ||
    // Who acted for somebody else may see what came of it.
    page.events.some((event) => event.actor.id === userId && event.onBehalfOf !== null)
  );
}

export type Readable = { page: Page; delegations: DelegationRecord[] };

/**
 * The ticket, if the caller may read it: her own, asked of her or of somebody she stands in for, copied to
 * her, or by permission. Drafts are their author's alone. Everybody else gets the same answer as for a
 * ticket that does not exist.
 */
export async function loadReadablePage(ctx: Ctx, ticketId: string): Promise<Readable> {
  const page = await loadPage(ticketId);
  if (page === undefined) throw notFound("ticket");
  const { userId } = personOf(ctx);
  const isOwn = page.ticket.requester.id === userId;
  if (page.ticket.state === "draft" && !isOwn) throw notFound("ticket");
  const delegations = isOwn ? [] : await delegationsOn(ctx, page);
  const standsIn = page.tasks.some(
    (task) =>
      task.state === "pending" &&
      delegationFor(task, page.ticket, userId, delegations) !== undefined,
  );
  if (isParty(page, userId) || standsIn || can(ctx, "ticket:read-all"))
    return { page, delegations };
  throw notFound("ticket");
}
