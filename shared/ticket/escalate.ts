import { escalateBlock } from "#shared/approval/engine/block.ts";
import type { Ctx } from "#shared/core/ctx.ts";
import { afresh } from "#shared/table/retry.ts";
import { loadInvolved } from "./involved.ts";
import { commitChange, decideMove } from "./move.ts";

/** Calls for help with a blocked ticket, one level up. */
export async function escalateTicket(
  ctx: Ctx,
  { ticketId, comment = null }: { ticketId: string; comment?: string | null | undefined },
): Promise<string> {
  return afresh(async () => {
    const core = await loadInvolved(ctx, ticketId);
    const change = await decideMove(ctx, core, (situation) => escalateBlock(situation, comment));
    await commitChange(ctx, core, change);
    return ticketId;
  });
}
