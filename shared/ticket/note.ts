import type { Ctx } from "#shared/core/ctx.ts";
import { commit } from "#shared/table/commit.ts";
import { moverOf } from "./move.ts";
import type { NewEvent, Recipient, TicketRecord } from "./record.ts";
import type { EventType, TimelineEntry } from "./timeline.ts";
import { putEvent, putTicket } from "./store.ts";

type Note = { type: EventType; data?: TimelineEntry["data"]; notify?: Recipient[] };

/** What the caller did to a ticket, for its timeline. */
export function eventOf(
  ctx: Ctx,
  { ticketId, number, title, templateName }: TicketRecord,
  { type, data = {}, notify = [] }: Note,
): NewEvent {
  const { person: actor, channel, onBehalfOf } = moverOf(ctx);
  const ticket = { number: number ?? "", title, templateName };
  return { ticketId, type, at: ctx.now, actor, channel, onBehalfOf, data, notify, ticket };
}

/** Commits a change of the ticket that moves nothing in its chain: a comment, an urge, a rating. */
export async function commitNote(ctx: Ctx, ticket: TicketRecord, note: Note): Promise<void> {
  await commit(ctx, {
    writes: [putTicket({ ...ticket, updatedAt: ctx.now })],
    audit: [putEvent(eventOf(ctx, ticket, note), ticket.version + 1)],
    ref: ticket.ticketId,
  });
}
