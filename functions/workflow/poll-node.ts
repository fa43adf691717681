import { now } from "#functions/lib/clock.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import { advanceOrder, settleNode } from "#shared/order/advance.ts";
import { currentNode } from "#shared/order/engine.ts";
import { loadRun } from "#shared/order/store.ts";
import { actionOf } from "./action.ts";

/** State `Poll`: asks how far a long operation is. Asking has no effect, so it needs no claim. */
export async function handler({ orderId }: { orderId: string }) {
  const run = await loadRun(orderId);
  const node = currentNode(run);
  const isPolling = run.order.state === "running" && node?.phase === "polling";
  if (node === undefined || !isPolling) return advanceOrder(systemCtx("poll-node", now()), orderId);
  const outcome = await actionOf(node).poll(node);
  return settleNode(systemCtx("poll-node", now()), run, outcome);
}
