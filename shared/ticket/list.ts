import { assertCan, personOf, type Ctx } from "#shared/core/ctx.ts";
import type { Page } from "#shared/core/page.ts";
import { pageFacts } from "#shared/report/facts.ts";
import { dayOf, reportZone } from "#shared/report/zone.ts";
import { decodeCursor, encodeCursor } from "#shared/table/cursor.ts";
import { here } from "#shared/table/model.ts";
import { TicketEntity } from "./entity.ts";
import { listFollowed } from "./list-followed.ts";
import { matches, type Query } from "./matches.ts";
import type { TicketRecord } from "./record.ts";
import type { TicketSummary } from "./schema.ts";
import { ticketOf } from "./store.ts";
import { summaryView } from "./view.ts";

/** Tickets of the caller, those she follows, or all of them (newest first) for those who may read them. */
export async function listTickets(ctx: Ctx, query: Query): Promise<Page<TicketSummary>> {
  if (query.view === "mine") return listMine(personOf(ctx).userId, query);
  if (query.view === "following") return listFollowed(ctx, query);
  assertCan(ctx, "ticket:read-all");
  return listAll(ctx, query);
}

/** How many index pages one answer may read while a filter leaves it short. */
const mostPages = 4;

async function listMine(requesterId: string, query: Query): Promise<Page<TicketSummary>> {
  const scope = `mine:${requesterId}`;
  let position = decodeCursor<string>(scope, query.cursor) ?? null;
  const found: TicketRecord[] = [];
  for (let page = 0; page < mostPages && found.length < query.limit; page += 1) {
    const options = { order: "desc", limit: query.limit - found.length, cursor: position } as const;
    const { data, cursor } = await TicketEntity.query
      .byRequester({ requesterId })
      .go({ ...here(), ...options });
    found.push(...data.map(ticketOf).filter((ticket) => matches(ticket, query)));
    position = cursor;
    if (cursor === null) break;
  }
  const nextCursor = position === null ? null : encodeCursor(scope, position);
  return { items: found.map(summaryView), nextCursor };
}

/** The day `years` before a day: lists go back this far when nobody says otherwise. */
function yearsBefore(day: string, years: number): string {
  return `${Number(day.slice(0, 4)) - years}${day.slice(4)}`;
}

async function listAll(ctx: Ctx, query: Query): Promise<Page<TicketSummary>> {
  // In the organisation's zone: by UTC the tickets of a Shanghai morning would be of tomorrow.
  const today = dayOf(ctx.now, reportZone());
  const { items, nextCursor } = await pageFacts({
    from: query.from ?? yearsBefore(today, 2),
    to: query.to ?? today,
    templateId: query.type,
    figure: query.outcome ?? (query.status === "completed" ? "completed" : "submitted"),
    cursor: query.cursor,
    limit: query.limit,
  });
  const keys = items.map(({ id }) => ({ ticketId: id }));
  if (keys.length === 0) return { items: [], nextCursor };
  const { data } = await TicketEntity.get(keys).go(here());
  // A batch answers in any order.
  const found = new Map(data.map((item) => [item.ticketId, ticketOf(item)]));
  const tickets = items.flatMap(({ id }) => found.get(id) ?? []);
  // The range was applied by its report days already.
  const rest = { ...query, from: undefined, to: undefined };
  return { items: tickets.filter((ticket) => matches(ticket, rest)).map(summaryView), nextCursor };
}
