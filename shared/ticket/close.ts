import { close } from "#shared/approval/engine/end.ts";
import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { notFound } from "#shared/core/error.ts";
import { afresh } from "#shared/table/retry.ts";
import { commitChange, decideMove } from "./move.ts";
import { loadCore } from "./store.ts";

/** An administrator ends a ticket that cannot or must not go on, with a reason. Its outcome is `failed`. */
export async function closeTicket(
  ctx: Ctx,
  { ticketId, reason }: { ticketId: string; reason: string },
): Promise<string> {
  assertCan(ctx, "ticket:administer");
  return afresh(async () => {
    const core = await loadCore(ticketId);
    if (core === undefined || core.ticket.state === "draft") throw notFound("ticket");
    const change = await decideMove(ctx, core, (situation) => close(situation, reason));
    await commitChange(ctx, core, change);
    return ticketId;
  });
}
