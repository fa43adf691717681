import { api } from "#lib/api/client.ts";
import { newPlace, readKept, type Kept } from "#lib/components/form/kept.ts";
import type { Template } from "#shared/template/schema.ts";
import type { TicketSummary } from "#shared/ticket/schema.ts";

export type Beginning = {
  template: Template;
  /** Typed here before, and never reached the server. */
  kept: Kept | null;
  /** The newest draft of this template. */
  draft: TicketSummary | null;
};

/** Newest first; a draft is offered, not opened: people also come to ask for the same thing again. */
export function newestDraft(tickets: TicketSummary[], templateId: string): TicketSummary | null {
  const own = tickets.filter((one) => one.templateId === templateId && one.state === "draft");
  return own.sort((a, b) => b.updatedAt.localeCompare(a.updatedAt))[0] ?? null;
}

/** What a new ticket starts from. Throws ApiError; drafts that cannot be listed are no reason to stop. */
export async function begin(
  templateId: string,
  userId: string,
  signal: AbortSignal,
): Promise<Beginning> {
  const [template, drafts] = await Promise.all([
    api.getTemplate({ params: { id: templateId } }, { signal }),
    api.listTickets({ query: { view: "mine", status: "draft" } }, { signal }).catch(() => null),
  ]);
  const kept = readKept(userId, newPlace(templateId));
  return {
    template,
    kept: kept?.isSaved ? null : kept,
    draft: newestDraft(drafts?.items ?? [], templateId),
  };
}
