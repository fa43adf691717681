import type * as z from "zod";
import { block } from "#shared/approval/engine/block.ts";
import { personOf, type Ctx } from "#shared/core/ctx.ts";
import { afresh } from "#shared/table/retry.ts";
import { commitChange, decideMove } from "./move.ts";
import type { BlockInput } from "./input.ts";
import { loadInvolved } from "./involved.ts";

/** Who works on a ticket says that she cannot go on, why, and what is missing (阻塞). */
export async function blockTicket(
  ctx: Ctx,
  input: { ticketId: string } & z.infer<typeof BlockInput>,
): Promise<string> {
  return afresh(async () => {
    const { userId: id, name } = personOf(ctx);
    const core = await loadInvolved(ctx, input.ticketId);
    const { reason, resource = null } = input;
    const given = { reason, resource, by: { id, name } };
    const change = await decideMove(ctx, core, (situation) => block(situation, given));
    await commitChange(ctx, core, change);
    return input.ticketId;
  });
}
