import { assertCan, personOf, type Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { endByHand, type Run } from "./engine.ts";
import { commitWithTicket } from "./move.ts";
import { loadRun } from "./store.ts";
import { afresh } from "#shared/table/retry.ts";

/** An operator may handle any order but the one of her own request. */
export async function loadForOperator(ctx: Ctx, orderId: string): Promise<Run> {
  assertCan(ctx, "order:operate");
  const run = await loadRun(orderId);
  if (run.order.requester.id === personOf(ctx).userId) {
    throw new AppError("OWN_REQUEST", "Nobody decides on their own request.");
  }
  return run;
}

export type EndInput = { orderId: string; seq: number; reason: string };

/** Ends a resting node by an operator's word; the order goes on behind it. */
export async function endNode(
  ctx: Ctx,
  { orderId, seq, reason }: EndInput,
  how: {
    state: "skipped" | "succeeded";
    event: "automation.skipped" | "automation.completedByHand";
  },
): Promise<string> {
  return afresh(async () => {
    const run = await loadForOperator(ctx, orderId);
    const { userId: id, name } = personOf(ctx);
    const end = { state: how.state, endedBy: { id, name }, reason };
    await commitWithTicket(ctx, run, endByHand(run, seq, end, ctx.now), {
      event: how.event,
      comment: reason,
    });
    return orderId;
  });
}
