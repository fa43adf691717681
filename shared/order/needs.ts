import type { OrderRecord } from "./record.ts";

const attention = new Set(["waiting_params", "pending_approval", "waiting_confirm", "paused"]);

/** The order goes on only when somebody does something. */
export function needsPeople({ state }: Pick<OrderRecord, "state">): boolean {
  return attention.has(state);
}
