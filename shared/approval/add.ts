import type * as z from "zod";
import { personOf, type Ctx } from "#shared/core/ctx.ts";
import { afresh } from "#shared/table/retry.ts";
import { commitChange, decideMove } from "#shared/ticket/move.ts";
import type { AddApproversInput } from "#shared/ticket/input.ts";
import { activePeople } from "./colleagues.ts";
import { assertFilled } from "./decide.ts";
import { addApprovers } from "./engine/add.ts";
import { loadAsAssignee } from "./standing.ts";

/** The assignee asks colleagues beside her (加签): before her, at the same time, or after her own yes. */
export async function addTaskApprovers(
  ctx: Ctx,
  input: { taskId: string } & z.infer<typeof AddApproversInput>,
): Promise<string> {
  return afresh(async () => {
    const { userId: id, name } = personOf(ctx);
    const standing = await loadAsAssignee(ctx, input.taskId);
    const { core, task, onBehalfOf, delegationId } = standing;
    const people = await activePeople(input.people, "people");
    const { place, comment = null } = input;
    if (place === "after" && task.state === "pending") await assertFilled(standing);
    const by = { actedBy: { id, name }, delegationId, comment };
    const addition = { seq: task.seq, people, place, by };
    const change = await decideMove(ctx, core, (situation) => addApprovers(situation, addition), {
      onBehalfOf,
    });
    await commitChange(ctx, core, change);
    return core.ticket.ticketId;
  });
}
