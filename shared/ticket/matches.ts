import type { Received } from "#shared/contract/operation.ts";
import type { ticket as operations } from "#shared/contract/ticket.ts";
import { dayOf, reportZone } from "#shared/report/zone.ts";
import type { TicketRecord } from "./record.ts";

export type Query = Received<typeof operations.listTickets>["query"];

/** Whether a ticket passes the filters of a list. */
export function matches(ticket: TicketRecord, { status, outcome, type, from, to }: Query): boolean {
  const day = dayOf(ticket.submittedAt ?? ticket.createdAt, reportZone());
  return (
    (status === undefined || ticket.state === status) &&
    (outcome === undefined || ticket.outcome === outcome) &&
    (type === undefined || ticket.templateId === type) &&
    (from === undefined || day >= from) &&
    (to === undefined || day <= to)
  );
}
