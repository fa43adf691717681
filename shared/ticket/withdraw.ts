import { withdraw } from "#shared/approval/engine/end.ts";
import type { Ctx } from "#shared/core/ctx.ts";
import { commitChange, decideMove } from "./move.ts";
import { loadOwn } from "./own.ts";
import { afresh } from "#shared/table/retry.ts";

/** The requester takes her ticket back, as far as the template allows. */
export async function withdrawTicket(
  ctx: Ctx,
  { ticketId, comment }: { ticketId: string; comment?: string | undefined },
): Promise<string> {
  return afresh(async () => {
    const core = await loadOwn(ctx, ticketId, ["in_approval", "returned"]);
    const change = await decideMove(ctx, core, (situation) => withdraw(situation, comment ?? null));
    await commitChange(ctx, core, change);
    return ticketId;
  });
}
