import { assertCan, can, personOf, type Ctx } from "#shared/core/ctx.ts";
import { likeness, wordsOf } from "#shared/core/words.ts";
import { recentFacts } from "#shared/report/recent.ts";
import { dayOf, reportZone } from "#shared/report/zone.ts";
import { here } from "#shared/table/model.ts";
import { TicketEntity } from "./entity.ts";
import type { SimilarTicket } from "./schema.ts";
import { ticketOf } from "./store.ts";

/** Own tickets that are looked through; of all tickets `recentFacts` has its own bound. */
const mostOwn = 100;
const mostShown = 5;
const leastLike = 0.3;

type Input = { templateId: string; q: string };

/**
 * Solved tickets of a template whose titles are like what is being typed: somebody may have the answer already.
 * Only those the caller may read anyway: all of them for readers of all tickets, else her own.
 */
export async function similarTickets(
  ctx: Ctx,
  { templateId, q }: Input,
): Promise<{ items: SimilarTicket[] }> {
  assertCan(ctx, "ticket:create");
  const sought = wordsOf(q);
  if (sought.size === 0) return { items: [] };
  const solved = can(ctx, "ticket:read-all")
    ? await allSolved(ctx, templateId)
    : await ownSolved(personOf(ctx).userId, templateId);
  const texts = solved.map((ticket) => wordsOf(ticket.title));
  const spread = new Map<string, number>();
  for (const word of texts.flatMap((words) => [...words])) {
    spread.set(word, (spread.get(word) ?? 0) + 1);
  }
  const ranked = solved
    .map((ticket, index) => ({
      ticket,
      like: likeness(sought, texts[index] ?? new Set(), spread, solved.length),
    }))
    .filter(({ like }) => like >= leastLike)
    .sort((a, b) => b.like - a.like);
  return { items: ranked.slice(0, mostShown).map(({ ticket }) => ticket) };
}

async function ownSolved(requesterId: string, templateId: string): Promise<SimilarTicket[]> {
  const { data } = await TicketEntity.query
    .byRequester({ requesterId })
    .go({ ...here(), order: "desc", limit: mostOwn });
  return data
    .map(ticketOf)
    .filter((ticket) => ticket.templateId === templateId && ticket.outcome === "approved")
    .map(({ ticketId: id, number, title, templateName, completedAt }) => {
      return { id, number: number ?? "", title, templateName, completedAt };
    });
}

async function allSolved(ctx: Ctx, templateId: string): Promise<SimilarTicket[]> {
  const facts = await recentFacts(dayOf(ctx.now, reportZone()));
  return facts
    .filter((fact) => fact.templateId === templateId && fact.outcome === "approved")
    .map(({ ticketId: id, number, title, templateName, completedAt }) => {
      return { id, number, title, templateName, completedAt };
    });
}
