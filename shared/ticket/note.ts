import type { Ctx } from "#shared/core/ctx.ts";
import { commit } from "#shared/table/commit.ts";
import { moverOf } from "./move.ts";
import type { Recipient, TicketRecord } from "./record.ts";
import type { EventType, TimelineEntry } from "./schema.ts";
import { putEvent, putTicket } from "./store.ts";

type Note = { type: EventType; data: TimelineEntry["data"]; notify: Recipient[] };

/** Commits a change of the ticket that moves nothing in its chain: a comment, an urge, a rating. */
export async function commitNote(ctx: Ctx, ticket: TicketRecord, note: Note): Promise<void> {
  const { ticketId, number, title, templateName } = ticket;
  const { person, channel } = moverOf(ctx);
  const event = {
    ticketId,
    at: ctx.now,
    actor: person,
    channel,
    onBehalfOf: null,
    ticket: { number: number ?? "", title, templateName },
    ...note,
  };
  await commit(ctx, {
    writes: [putTicket({ ...ticket, updatedAt: ctx.now })],
    audit: [putEvent(event)],
    ref: ticketId,
  });
}
