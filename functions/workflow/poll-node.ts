import { now } from "#functions/lib/clock.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import { advanceOrder, settleOrder } from "#shared/order/advance.ts";
import { isDue } from "#shared/order/engine/frame.ts";
import { mostLooks } from "#shared/order/engine/limits.ts";
import { loadFrame } from "#shared/order/store.ts";
import { takeLook } from "./call.ts";
import { connectRuns } from "./connect.ts";

connectRuns();

type Input = { orderId: string; seq: number };

/** State `Poll`: asks how far operations are. Asking has no effect, so it needs no claim. */
export async function handler({ orderId, seq }: Input) {
  const frame = await loadFrame(orderId, seq);
  const at = now();
  const due = frame.works.filter(({ nextLookAt }) => isDue(nextLookAt, at)).slice(0, mostLooks);
  if (due.length === 0) return advanceOrder(systemCtx("poll-node", at), orderId, seq);
  const results = await Promise.all(
    due.map(async (work) => ({
      seq: frame.order.at,
      index: work.index,
      turn: work.turn,
      outcome: await takeLook(frame, work),
    })),
  );
  return settleOrder(systemCtx("poll-node", now()), frame, results);
}
