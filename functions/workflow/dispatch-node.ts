import { now } from "#functions/lib/clock.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import { advanceOrder, directed, settleOrder } from "#shared/order/advance.ts";
import { claimWork } from "#shared/order/claim.ts";
import { makeCall } from "./call.ts";
import { connectRuns } from "./connect.ts";

connectRuns();

type Input = { orderId: string; seq: number };

/** State `Dispatch`: claims what may be called, causes each effect once, records what came of it. */
export async function handler({ orderId, seq }: Input) {
  const taken = await claimWork(systemCtx("dispatch-node", now()), orderId, seq);
  if (taken === null) return advanceOrder(systemCtx("dispatch-node", now()), orderId, seq);
  const { frame, claimed } = taken;
  if (claimed.length === 0) return directed(frame, now());
  const results = await Promise.all(
    claimed.map(async (work) => ({
      seq: frame.order.at,
      index: work.index,
      turn: work.turn,
      outcome: await makeCall(frame, work),
    })),
  );
  return settleOrder(systemCtx("dispatch-node", now()), frame, results);
}
