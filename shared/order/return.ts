import { personOf, type Ctx } from "#shared/core/ctx.ts";
import { cancel } from "./engine.ts";
import { commitReturn } from "./move.ts";
import { loadForOperator } from "./operator.ts";
import { afresh } from "#shared/table/retry.ts";

/** Stops the order, running or resting, and sends its ticket back to the requester. */
export async function returnOrder(
  ctx: Ctx,
  { orderId, reason }: { orderId: string; reason: string },
): Promise<string> {
  return afresh(async () => {
    const run = await loadForOperator(ctx, orderId);
    const { userId: id, name } = personOf(ctx);
    await commitReturn(ctx, run, cancel(run, { id, name }, reason, ctx.now), reason);
    return orderId;
  });
}
