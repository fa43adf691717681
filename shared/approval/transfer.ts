import type * as z from "zod";
import type { Ctx } from "#shared/core/ctx.ts";
import { afresh } from "#shared/table/retry.ts";
import { commitChange, decideMove } from "#shared/ticket/move.ts";
import type { TransferInput } from "#shared/ticket/input.ts";
import { activePeople } from "./colleagues.ts";
import { handOver } from "./engine/hand-over.ts";
import { loadAsAssignee } from "./standing.ts";

/** The assignee gives her task to a colleague (转交), who answers in her place; the comment stays with it. */
export async function transferTask(
  ctx: Ctx,
  input: { taskId: string } & z.infer<typeof TransferInput>,
): Promise<string> {
  return afresh(async () => {
    const { core, task, onBehalfOf } = await loadAsAssignee(ctx, input.taskId);
    const [to] = await activePeople([input.to], "to");
    const { comment = null } = input;
    const given = { seq: task.seq, to, comment, isReassignment: false };
    const change = await decideMove(ctx, core, (situation) => handOver(situation, given), {
      onBehalfOf,
    });
    await commitChange(ctx, core, change);
    return core.ticket.ticketId;
  });
}
