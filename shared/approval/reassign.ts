import type * as z from "zod";
import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { notFound } from "#shared/core/error.ts";
import { afresh } from "#shared/table/retry.ts";
import { commitChange, decideMove } from "#shared/ticket/move.ts";
import { parseTaskId } from "#shared/ticket/record.ts";
import type { ReassignInput } from "#shared/ticket/input.ts";
import { loadCore } from "#shared/ticket/store.ts";
import { activePeople } from "./colleagues.ts";
import { handOver } from "./engine/hand-over.ts";

/** An administrator gives somebody's pending task to somebody else, with a reason. */
export async function reassignTask(
  ctx: Ctx,
  input: { taskId: string } & z.infer<typeof ReassignInput>,
): Promise<string> {
  assertCan(ctx, "ticket:administer");
  const { ticketId, seq } = parseTaskId(input.taskId);
  return afresh(async () => {
    const core = await loadCore(ticketId);
    if (core === undefined) throw notFound("task");
    const [to] = await activePeople([input.to], "to");
    const given = { seq, to, comment: input.reason, isReassignment: true };
    const change = await decideMove(ctx, core, (situation) => handOver(situation, given));
    await commitChange(ctx, core, change);
    return ticketId;
  });
}
