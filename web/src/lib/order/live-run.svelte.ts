import { api } from "#lib/api/client.ts";
import { Live } from "#lib/state/live.svelte.ts";
import type { OrderView } from "#shared/order/view/schema.ts";
import { isEnded, isMoving } from "./current.ts";

/** A whole run is large: it is only read again when its version has changed, or after this long. */
const wholeMs = 30_000;

/**
 * One run, kept fresh. Rights may change without the run: once in a while all of it is read whether or not it has
 * changed.
 */
export class LiveRun extends Live<OrderView> {
  constructor(id: string) {
    let known: { order: OrderView; atMs: number } | undefined;
    super(async (signal) => {
      const params = { id };
      if (known !== undefined && Date.now() - known.atMs < wholeMs) {
        const { version } = await api.getOrderVersion({ params }, { signal });
        if (version === known.order.version) return known.order;
      }
      const order = await api.getOrder({ params }, { signal });
      known = { order, atMs: Date.now() };
      return order;
    });
  }
}

/** How often a run is looked at: fast while it runs, slowly at rest. Milliseconds. */
export function paceMs(order: OrderView | undefined): number {
  if (order === undefined) return 4000;
  if (isMoving(order)) return 2000;
  return isEnded(order) ? 30_000 : 4000;
}
