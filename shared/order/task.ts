import type { OrderRecord } from "./record.ts";

/** The order *is* the automation task of its ticket; an order that was only started for a ticket is not. */
export function isTask({ ticket, plan }: Pick<OrderRecord, "ticket" | "plan">): boolean {
  return ticket !== null && plan === null;
}
