import type { Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { commitNote } from "./note.ts";
import { loadOwn } from "./own.ts";
import { afresh } from "#shared/table/retry.ts";

/** The requester says how it went: once, for her own completed ticket. */
export async function rateTicket(
  ctx: Ctx,
  { ticketId, score, comment }: { ticketId: string; score: number; comment?: string | undefined },
): Promise<string> {
  return afresh(async () => {
    const { ticket } = await loadOwn(ctx, ticketId, ["completed"]);
    if (ticket.rating !== null)
      throw new AppError("ALREADY_RATED", "This ticket is rated already.");
    if (ticket.outcome === "withdrawn")
      throw new AppError("WRONG_STATE", "A withdrawn ticket is not rated.");
    await commitNote(
      ctx,
      { ...ticket, rating: { score, comment: comment ?? null } },
      {
        type: "ticket.rated",
        data: { score, ...(comment === undefined ? {} : { comment }) },
        notify: [],
      },
    );
    return ticketId;
  });
}
