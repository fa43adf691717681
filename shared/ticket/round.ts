import { checkChoices } from "#shared/approval/choice.ts";
import { submit } from "#shared/approval/engine/submit.ts";
import { foresee } from "#shared/approval/preview.ts";
import type { Ctx } from "#shared/core/ctx.ts";
import { invalid } from "#shared/core/error.ts";
import type { FormValues } from "#shared/core/condition.ts";
import { cardValues } from "#shared/form/card.ts";
import { confirmValues } from "#shared/form/confirm.ts";
import { checkForm } from "#shared/form/values.ts";
import type { Form } from "#shared/form/schema.ts";
import { getTemplateVersion } from "#shared/template/load.ts";
import { assertFilesStored } from "./files.ts";
import { changesBetween } from "./changes.ts";
import { fingerprint } from "./fingerprint.ts";
import { commitChange, currentSubmission, decideMove } from "./move.ts";
import { nextNumber } from "./number.ts";
import type { SubmissionRecord, TicketRecord } from "./record.ts";
import type { SummaryField } from "./schema.ts";
import { putSubmission, type Core } from "./store.ts";

/** The round that is being handed in goes through form check, files and the engine, in one commit. */
export async function submitRound(ctx: Ctx, core: Core, round: number): Promise<string> {
  const { ticket } = core;
  const { document } = await getTemplateVersion(ticket.templateId, ticket.templateVersion);
  const draft = core.submissions.find((one) => one.round === round) ?? currentSubmission(core);
  const { values: entered, issues } = checkForm(document.form, draft.values, { final: true });
  if (issues.length > 0) throw invalid(issues);
  const values = await confirmValues(document.form, entered, ctx.now);
  await assertFilesStored(ticket.ticketId, document.form, values);
  const { title } = draft;
  const { choices } = draft;
  const hash = fingerprint(ticket.templateVersion, title, values, choices);
  const departmentId = ticket.department?.id ?? null;
  const subject = { requester: ticket.requester, departmentId, values, choices };
  const unfit = await checkChoices(document.chain, subject);
  if (unfit.length > 0) throw invalid(unfit);
  const { steps, people } = await foresee(document.chain, subject);
  const submission: SubmissionRecord = {
    ...draft,
    round,
    values,
    submittedAt: ctx.now,
    hash,
    foreseen: steps.map(({ nodeId, people: asked, state, note }) => ({
      nodeId,
      people: asked,
      state,
      note,
    })),
  };
  const next: TicketRecord = {
    ...ticket,
    title,
    round,
    number: ticket.number ?? (await nextNumber(document.numberPrefix, ctx.now)),
    submittedAt: ticket.submittedAt ?? ctx.now,
    summary: summaryOf(document.form, await cardValues(document.form, values)),
  };
  const ready = { ...core, ticket: next, submissions: [submission] };
  const changes = changesBetween(currentSubmission(core).values, values);
  const change = await decideMove(ctx, ready, (situation) => submit(situation, changes), {
    people,
  });
  await commitChange(ctx, ready, change, { writes: [putSubmission(submission)] });
  return ticket.ticketId;
}

/** The fields that lists show beside the title, ready to be shown. */
export function summaryOf(form: Form, values: FormValues): SummaryField[] {
  return form.summary.flatMap((name) => {
    const field = form.fields.find((one) => one.name === name);
    if (field === undefined || field.type === "note" || values[name] === undefined) return [];
    const value = "options" in field ? labelsOf(field.options, values[name]) : values[name];
    return [{ label: field.label, type: field.type, value }];
  });
}

type Options = { value: string; label: SummaryField["label"] }[];

/** Chosen options are shown by their labels, in both languages. */
function labelsOf(options: Options, chosen: unknown): SummaryField["label"][] {
  const values = Array.isArray(chosen) ? chosen : [chosen];
  return options.filter((option) => values.includes(option.value)).map((option) => option.label);
}
