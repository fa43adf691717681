import { personOf, type Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { loadReadablePage } from "./access.ts";
import { commitNote } from "./note.ts";
import { afresh } from "#shared/table/retry.ts";

/** Whoever may read a ticket may comment on it, also after its end. Told: the requester and those asked now. */
export async function commentTicket(
  ctx: Ctx,
  { ticketId, comment }: { ticketId: string; comment: string },
): Promise<string> {
  return afresh(async () => {
    const { page } = await loadReadablePage(ctx, ticketId);
    const { ticket, tasks } = page;
    if (ticket.state === "draft") throw new AppError("WRONG_STATE", "A draft has no comments.");
    const { userId } = personOf(ctx);
    const asked = tasks.filter((task) => task.state === "pending").map((task) => task.assignee?.id);
    const told = new Set(
      [ticket.requester.id, ...asked].filter((id) => id !== undefined && id !== userId),
    );
    await commitNote(ctx, ticket, {
      type: "ticket.commented",
      data: { comment },
      notify: [...told].map((id) => ({ kind: "ticket.commented", userId: String(id) })),
    });
    return ticketId;
  });
}
