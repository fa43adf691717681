import type { TicketSummary } from "#shared/ticket/schema.ts";
import type { View } from "./filter.ts";

export type { View } from "./filter.ts";

/** A draft of mine opens where I left it: in the form. */
export function hrefOf(ticket: TicketSummary, view: View): string {
  const isDraft = view === "mine" && ticket.state === "draft";
  return isDraft ? `/tickets/${ticket.id}/edit` : `/tickets/${ticket.id}`;
}
