import type { Ctx } from "#shared/core/ctx.ts";
import { retry } from "./engine.ts";
import { commitWithTicket } from "./move.ts";
import { loadForOperator } from "./operator.ts";
import { afresh } from "#shared/table/retry.ts";

/** Runs a node that failed, timed out or ended unknown once more. */
export async function retryNode(
  ctx: Ctx,
  { orderId, seq, reason }: { orderId: string; seq: number; reason?: string | undefined },
): Promise<string> {
  return afresh(async () => {
    const run = await loadForOperator(ctx, orderId);
    const after = retry(run, seq, ctx.now);
    await commitWithTicket(ctx, run, after, {
      event: "automation.retried",
      comment: reason ?? null,
    });
    return orderId;
  });
}
