import type { Outcome } from "#shared/action/driver.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import { settleOrder } from "#shared/order/advance.ts";
import { claimWork } from "#shared/order/claim.ts";
import type { NodeRecord } from "#shared/order/record.ts";

/** Makes the call of an order's node without its driver: `outcome` is what came of it. */
export async function carryOut(orderId: string, outcome: Outcome, seq = 1): Promise<void> {
  const system = systemCtx("run", new Date().toISOString());
  const taken = await claimWork(system, orderId, seq);
  const [work] = taken?.claimed ?? [];
  if (taken === null || work === undefined) throw new Error(`nothing to claim of ${orderId}`);
  const { index, turn } = work;
  await settleOrder(system, taken.frame, [{ seq, index, turn, outcome }]);
}

/** A node with what became of its one piece of work. */
export function shownNode(node: NodeRecord) {
  const { state, work, error, endedBy, reason } = node;
  const { attempt = 0, polls = 0, progress = null, text: result = null } = work ?? {};
  return {
    state,
    attempt,
    polls,
    progress,
    result,
    error: error?.message ?? null,
    endedBy,
    reason,
  };
}
