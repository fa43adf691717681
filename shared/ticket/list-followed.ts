import { can, personOf, type Ctx } from "#shared/core/ctx.ts";
import type { Page } from "#shared/core/page.ts";
import { decodeCursor, encodeCursor } from "#shared/table/cursor.ts";
import { here } from "#shared/table/model.ts";
import { FollowEntity, TicketEntity } from "./entity.ts";
import { matches, type Query } from "./matches.ts";
import type { TicketSummary } from "./schema.ts";
import { ticketOf } from "./store.ts";
import { summaryView } from "./view.ts";

/** Tickets the caller follows, the one followed last first. One Query and one BatchGet a page. */
export async function listFollowed(ctx: Ctx, query: Query): Promise<Page<TicketSummary>> {
  const { userId } = personOf(ctx);
  const scope = `following:${userId}`;
  const position = decodeCursor<string>(scope, query.cursor) ?? null;
  const { data, cursor } = await FollowEntity.query
    .byFollower({ userId })
    .go({ ...here(), order: "desc", limit: query.limit, cursor: position });
  // Who followed as a reader of all tickets, and is none any more, no longer sees them here either.
  const readable = data.filter((row) => row.isParty || can(ctx, "ticket:read-all"));
  const nextCursor = cursor === null ? null : encodeCursor(scope, cursor);
  if (readable.length === 0) return { items: [], nextCursor };
  const keys = readable.map(({ ticketId }) => ({ ticketId }));
  const { data: rows } = await TicketEntity.get(keys).go(here());
  const found = new Map(rows.map((item) => [item.ticketId, ticketOf(item)]));
  const tickets = keys.flatMap(({ ticketId }) => found.get(ticketId) ?? []);
  const shown = tickets.filter((ticket) => matches(ticket, query));
  return { items: shown.map(summaryView), nextCursor };
}
