import type * as z from "zod";
import type { Ctx } from "#shared/core/ctx.ts";
import { invalid } from "#shared/core/error.ts";
import { checkForm } from "#shared/form/values.ts";
import { commit } from "#shared/table/commit.ts";
import { getTemplateVersion } from "#shared/template/load.ts";
import { fingerprint } from "./fingerprint.ts";
import { moverOf } from "./move.ts";
import { loadOwn } from "./own.ts";
import type { SaveTicketInput } from "./schema.ts";
import { putEvent, putSubmission, putTicket } from "./store.ts";
import { afresh } from "#shared/table/retry.ts";

/**
 * Saves a draft, or the next round of a returned ticket. Rounds that were submitted never change: they
 * are what people decided on.
 */
export async function saveTicket(
  ctx: Ctx,
  input: { ticketId: string } & z.infer<typeof SaveTicketInput>,
): Promise<string> {
  return afresh(async () => {
    const core = await loadOwn(ctx, input.ticketId, ["draft", "returned"]);
    const { ticket } = core;
    const { document } = await getTemplateVersion(ticket.templateId, ticket.templateVersion);
    const { values, issues } = checkForm(document.form, input.values, { final: false });
    if (issues.length > 0) throw invalid(issues);
    const title = input.title ?? ticket.title;
    const round = ticket.state === "draft" ? ticket.round : ticket.round + 1;
    const { ticketId, templateVersion, templateName, number } = ticket;
    const { person, channel } = moverOf(ctx);
    await commit(ctx, {
      writes: [
        putTicket({ ...ticket, title, updatedAt: ctx.now }),
        putSubmission({
          ticketId,
          round,
          title,
          values,
          submittedAt: null,
          hash: fingerprint(templateVersion, title, values),
          foreseen: [],
        }),
      ],
      audit: [
        putEvent({
          ticketId,
          type: "ticket.edited",
          at: ctx.now,
          actor: person,
          channel,
          onBehalfOf: null,
          data: { round },
          notify: [],
          ticket: { number: number ?? "", title, templateName },
        }),
      ],
      ref: ticketId,
    });
    return ticketId;
  });
}
