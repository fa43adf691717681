import { now } from "#functions/lib/clock.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import { advanceOrder, settleNode } from "#shared/order/advance.ts";
import { claimNode } from "#shared/order/claim.ts";
import { actionOf } from "./action.ts";

/** State `Dispatch`: claims the next node, causes its effect once, records what came of it. */
export async function handler({ orderId }: { orderId: string }) {
  const claimed = await claimNode(systemCtx("dispatch-node", now()), orderId);
  if (claimed === null) return advanceOrder(systemCtx("dispatch-node", now()), orderId);
  const outcome = await actionOf(claimed.node).call(claimed.node);
  return settleNode(systemCtx("dispatch-node", now()), claimed.run, outcome);
}
