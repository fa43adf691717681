import type * as z from "zod";
import { can, type Ctx } from "#shared/core/ctx.ts";
import { afresh } from "#shared/table/retry.ts";
import { loadReadablePage } from "#shared/ticket/access.ts";
import { commitChange, decideMove } from "#shared/ticket/move.ts";
import { parseTaskId } from "#shared/ticket/record.ts";
import type { RemoveApproverInput } from "#shared/ticket/input.ts";
import { removeApprover } from "./engine/add.ts";

/** Takes an added approver back before she answers: whoever added her, or an administrator. */
export async function removeTaskApprover(
  ctx: Ctx,
  input: { taskId: string } & z.infer<typeof RemoveApproverInput>,
): Promise<string> {
  const { ticketId, seq } = parseTaskId(input.taskId);
  return afresh(async () => {
    const { page } = await loadReadablePage(ctx, ticketId);
    const { comment = null } = input;
    const removal = { seq, comment, isAdmin: can(ctx, "ticket:administer") };
    const change = await decideMove(ctx, page, (situation) => removeApprover(situation, removal));
    await commitChange(ctx, page, change);
    return ticketId;
  });
}
