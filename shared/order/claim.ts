import type { Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { claim, type Run } from "./engine.ts";
import { commitStep } from "./move.ts";
import type { NodeRecord } from "./record.ts";
import { loadRun } from "./store.ts";

/**
 * Takes the next node for one attempt. Null when there is none or somebody else took it. Only who holds the
 * claim may cause the side effect; a crash after this point is found by the lease.
 */
export async function claimNode(
  ctx: Ctx,
  orderId: string,
): Promise<{ run: Run; node: NodeRecord } | null> {
  const before = await loadRun(orderId);
  try {
    const { run, node } = claim(before, ctx.now);
    await commitStep(ctx, before, run, "node.claim");
    return { run: { ...run, order: { ...run.order, version: before.order.version + 1 } }, node };
  } catch (error) {
    if (error instanceof AppError && ["CONFLICT", "WRONG_STATE"].includes(error.code)) return null;
    throw error;
  }
}
