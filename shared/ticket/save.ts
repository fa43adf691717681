import type * as z from "zod";
import { auditWrite } from "#shared/audit/write.ts";
import type { Ctx } from "#shared/core/ctx.ts";
import { invalid } from "#shared/core/error.ts";
import { checkForm } from "#shared/form/values.ts";
import { commit, type Write } from "#shared/table/commit.ts";
import { getTemplateVersion } from "#shared/template/load.ts";
import { draftRound } from "./create.ts";
import { fingerprint } from "./fingerprint.ts";
import { currentSubmission } from "./move.ts";
import { eventOf } from "./note.ts";
import type { TicketRecord } from "./record.ts";
import { loadOwn } from "./own.ts";
import type { SaveTicketInput } from "./input.ts";
import { putEvent, putSubmission, putTicket } from "./store.ts";
import { afresh } from "#shared/table/retry.ts";

/**
 * Saves a draft, or the next round of a returned ticket. Rounds that were submitted never change: they
 * are what people decided on. A draft saves itself while its author types, so that stays off the timeline.
 */
export async function saveTicket(
  ctx: Ctx,
  input: { ticketId: string } & z.infer<typeof SaveTicketInput>,
): Promise<string> {
  return afresh(async () => {
    const core = await loadOwn(ctx, input.ticketId, ["draft", "returned"]);
    const { ticket } = core;
    const { ticketId, templateId, templateVersion } = ticket;
    const { document } = await getTemplateVersion(templateId, templateVersion);
    const { values, issues } = checkForm(document.form, input.values, { final: false });
    if (issues.length > 0) throw invalid(issues);
    const title = input.title ?? ticket.title;
    const round = ticket.state === "draft" ? ticket.round : ticket.round + 1;
    const before = core.submissions.find((one) => one.round === round) ?? currentSubmission(core);
    const { choices = before.choices } = input;
    const hash = fingerprint(templateVersion, title, values, choices);
    await commit(ctx, {
      writes: [
        putTicket({ ...ticket, title, updatedAt: ctx.now }),
        putSubmission(draftRound({ ticketId, round, title, values, choices, hash })),
      ],
      audit: [editRow(ctx, { ...ticket, title }, round)],
      ref: ticketId,
    });
    return ticketId;
  });
}

function editRow(ctx: Ctx, ticket: TicketRecord, round: number): Write {
  const { ticketId, title, state, version } = ticket;
  if (state === "draft") return auditWrite(ctx, "ticket.save", ticketId, { title });
  return putEvent(eventOf(ctx, ticket, { type: "ticket.edited", data: { round } }), version + 1);
}
