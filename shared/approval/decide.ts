import type * as z from "zod";
import { personOf, type Ctx } from "#shared/core/ctx.ts";
import { invalid } from "#shared/core/error.ts";
import { isFilled } from "#shared/core/condition.ts";
import { commitChange, currentSubmission, decideMove } from "#shared/ticket/move.ts";
import type { DecideInput } from "#shared/ticket/input.ts";
import { afresh } from "#shared/table/retry.ts";
import { decide } from "./engine/decide.ts";
import { accessAt } from "./field-access.ts";
import { assertSeen, loadAsAssignee, type Standing } from "./standing.ts";

type Input = { taskId: string } & z.infer<typeof DecideInput>;

/**
 * The one way to decide on a task, for every door. TASK_ALREADY_DECIDED tells the loser of a race who was
 * faster; STALE_VIEW says that the ticket is no longer what she saw.
 */
export async function decideTask(ctx: Ctx, input: Input): Promise<string> {
  return afresh(async () => {
    const { userId: id, name } = personOf(ctx);
    const standing = await loadAsAssignee(ctx, input.taskId);
    const { core, task, onBehalfOf, delegationId } = standing;
    assertSeen(core, input.seen);
    const isYes = input.action === "approve" || input.action === "confirm";
    if (isYes && task.state === "pending") await assertFilled(standing);
    const { action, comment = null, to = [] } = input;
    const decision = { seq: task.seq, action, comment, to, actedBy: { id, name }, delegationId };
    const change = await decideMove(ctx, core, (situation) => decide(situation, decision), {
      onBehalfOf,
    });
    await commitChange(ctx, core, change);
    return core.ticket.ticketId;
  });
}

/** Fields that this stage must fill before it says yes. */
export async function assertFilled({ core, task }: Standing): Promise<void> {
  const { required } = await accessAt(core.ticket, task.nodeId);
  const { values } = currentSubmission(core);
  const empty = required.filter((field) => !isFilled(values[field]));
  if (empty.length === 0) return;
  const message = "This step fills it in before it decides.";
  throw invalid(empty.map((field) => ({ path: `form.${field}`, code: "required", message })));
}
