import type { Ctx } from "#shared/core/ctx.ts";
import { loadOwn } from "./own.ts";
import { submitRound } from "./round.ts";
import { afresh } from "#shared/table/retry.ts";

/** Submits a returned ticket again, as changed since or as it was. */
export async function resubmitTicket(
  ctx: Ctx,
  { ticketId }: { ticketId: string },
): Promise<string> {
  return afresh(async () => {
    const core = await loadOwn(ctx, ticketId, ["returned"]);
    return submitRound(ctx, core, core.ticket.round + 1);
  });
}
