import type * as z from "zod";
import type { FormValues } from "#shared/core/condition.ts";
import type { Ctx } from "#shared/core/ctx.ts";
import { invalid, type Issue } from "#shared/core/error.ts";
import { cardValues } from "#shared/form/card.ts";
import { confirmValues } from "#shared/form/confirm.ts";
import { checkForm } from "#shared/form/values.ts";
import { afresh } from "#shared/table/retry.ts";
import { getTemplateVersion } from "#shared/template/load.ts";
import { changesBetween } from "#shared/ticket/changes.ts";
import { assertFilesStored } from "#shared/ticket/files.ts";
import { fingerprint } from "#shared/ticket/fingerprint.ts";
import { commitChange, currentSubmission, decideMove } from "#shared/ticket/move.ts";
import { summaryOf } from "#shared/ticket/round.ts";
import type { ChangeFormInput } from "#shared/ticket/input.ts";
import { putSubmission, type Core } from "#shared/ticket/store.ts";
import { changeForm } from "./engine/change.ts";
import { accessOf } from "./field-access.ts";
import { assertSeen, loadAsAssignee } from "./standing.ts";

type Input = { taskId: string } & z.infer<typeof ChangeFormInput>;

/**
 * The assignee changes fields that her stage lets her edit. The timeline shows from what to what; approvals of
 * what has changed are asked for again.
 */
export async function changeTaskForm(ctx: Ctx, input: Input): Promise<string> {
  return afresh(async () => {
    const { core, task, onBehalfOf } = await loadAsAssignee(ctx, input.taskId);
    assertSeen(core, input.seen);
    const { ticket } = core;
    const { document } = await getTemplateVersion(ticket.templateId, ticket.templateVersion);
    assertEditable(accessOf(document.chain, task.nodeId).edit, input.values);
    const before = currentSubmission(core);
    const patched = patch(before.values, input.values);
    const { values: entered, issues } = checkForm(document.form, patched, { final: true });
    if (issues.length > 0) throw invalid(issues);
    const values = await confirmValues(document.form, entered, ctx.now, before.values);
    await assertFilesStored(ticket.ticketId, document.form, values);
    const changes = changesBetween(before.values, values);
    if (changes.length === 0) return ticket.ticketId;
    const hash = fingerprint(ticket.templateVersion, before.title, values, before.choices);
    const submission = { ...before, values, hash, original: before.original ?? before.values };
    const summary = summaryOf(document.form, await cardValues(document.form, values));
    const changed: Core = { ...core, ticket: { ...ticket, summary }, submissions: [submission] };
    const change = await decideMove(
      ctx,
      changed,
      (situation) => changeForm(situation, { seq: task.seq, changes }),
      { onBehalfOf },
    );
    await commitChange(ctx, changed, change, { writes: [putSubmission(submission)] });
    return ticket.ticketId;
  });
}

function assertEditable(editable: string[], values: FormValues): void {
  const issues = Object.keys(values).flatMap((field): Issue[] => {
    if (editable.includes(field)) return [];
    const message = "This step may not change it.";
    return [{ path: `form.${field}`, code: "not_editable", message }];
  });
  if (issues.length > 0) throw invalid(issues);
}

/** Null empties a field. */
function patch(before: FormValues, given: FormValues): FormValues {
  const all = { ...before, ...given };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}
