import { can, personOf, type Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { loadReadablePage, type Readable } from "./access.ts";
import { isLive } from "./record.ts";
import type { Page } from "./store.ts";

/** Whether the caller works on the ticket now: hers, asked of her or of whom she stands in for, or her job. */
export function isInvolved(ctx: Ctx, { page, delegations }: Readable): boolean {
  const { userId } = personOf(ctx);
  const asks = (id: string) => page.tasks.some((task) => isLive(task) && task.assignee?.id === id);
  const isOperator = page.ticket.phase === "executing" && can(ctx, "order:operate");
  const standsIn = delegations.some(({ principal }) => asks(principal.id));
  const isOwn = page.ticket.requester.id === userId;
  return isOwn || asks(userId) || standsIn || isOperator || can(ctx, "ticket:administer");
}

/** The ticket, for a command of those who work on it. Who may only read it is told so. */
export async function loadInvolved(ctx: Ctx, ticketId: string): Promise<Page> {
  const readable = await loadReadablePage(ctx, ticketId);
  if (isInvolved(ctx, readable)) return readable.page;
  throw new AppError("FORBIDDEN", "Only those who work on this ticket may do this.");
}
