import type { Ctx } from "#shared/core/ctx.ts";
import { loadOwn } from "./own.ts";
import { submitRound } from "./round.ts";
import { afresh } from "#shared/table/retry.ts";

/** Submits a draft: the form must be complete, its files must be there; the ticket gets its number. */
export async function submitTicket(ctx: Ctx, { ticketId }: { ticketId: string }): Promise<string> {
  return afresh(async () => {
    return submitRound(ctx, await loadOwn(ctx, ticketId, ["draft"]), 1);
  });
}
