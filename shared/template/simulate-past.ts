import { foresee } from "#shared/approval/preview.ts";
import type { Subject } from "#shared/approval/find.ts";
import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import type { Issue } from "#shared/core/error.ts";
import { checkForm } from "#shared/form/values.ts";
import { takeSnapshot, type Directory } from "#shared/org/directory.ts";
import { pageFacts } from "#shared/report/facts.ts";
import { dayOf, reportZone } from "#shared/report/zone.ts";
import { currentSubmission } from "#shared/ticket/move.ts";
import { loadCore, type Core } from "#shared/ticket/store.ts";
import type { ChainStep } from "#shared/ticket/schema.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import type { Bilingual } from "#shared/core/text.ts";
import { documentToTry } from "./given.ts";
import { getTemplateVersion } from "./load.ts";
import type { TemplateDocument } from "./schema.ts";

/** A step at which other people would be asked; null where the step would not be, or was not, on the way. */
export type StepDifference = {
  nodeId: string;
  name: Bilingual;
  was: PersonRef[] | null;
  would: PersonRef[] | null;
};

export type PastTicket = {
  id: string;
  number: string | null;
  title: string;
  requester: PersonRef;
  submittedAt: string | null;
  /** What the draft's form would refuse. */
  issues: Issue[];
  differences: StepDifference[];
};

type Input = { templateId: string; source?: string | undefined; last: number };

/**
 * The newest tickets of a template, gone through on their own version and on the draft, both with today's
 * organisation: what differs is what the draft changes. One Query for each ticket.
 */
export async function simulatePast(
  ctx: Ctx,
  { templateId, source, last }: Input,
): Promise<{ compared: number; items: PastTicket[] }> {
  assertCan(ctx, "template:manage");
  assertCan(ctx, "ticket:read-all");
  const draft = await documentToTry(templateId, source);
  const today = dayOf(ctx.now, reportZone());
  const from = `${Number(today.slice(0, 4)) - 2}${today.slice(4)}`;
  const range = { from, to: today, templateId, figure: "submitted", limit: last } as const;
  const { items: facts } = await pageFacts({ ...range, cursor: undefined });
  const cores = await Promise.all(facts.map(({ id }) => loadCore(id)));
  const directory = await takeSnapshot();
  const found = cores.filter((core) => core !== undefined);
  const items = await Promise.all(found.map((core) => comparePast(core, draft, directory)));
  const different = items.filter((one) => one.differences.length + one.issues.length > 0);
  return { compared: items.length, items: different };
}

async function comparePast(
  core: Core,
  draft: TemplateDocument,
  directory: Directory,
): Promise<PastTicket> {
  const { ticket } = core;
  const { values, choices } = currentSubmission(core);
  const { document } = await getTemplateVersion(ticket.templateId, ticket.templateVersion);
  const departmentId = ticket.department?.id ?? null;
  const subject: Subject = {
    requester: ticket.requester,
    departmentId,
    values,
    choices,
    directory,
  };
  const checked = checkForm(draft.form, values, { final: true });
  const [was, would] = await Promise.all([
    foresee(document.chain, subject),
    foresee(draft.chain, { ...subject, values: checked.values }),
  ]);
  const { ticketId: id, number, title, requester, submittedAt } = ticket;
  const differences = stepDifferences(was.steps, would.steps);
  return { id, number, title, requester, submittedAt, issues: checked.issues, differences };
}

/** Steps are known by their ids; the order of the people says nothing unless they are asked in sequence. */
export function stepDifferences(was: ChainStep[], would: ChainStep[]): StepDifference[] {
  const peopleOf = (step: ChainStep | undefined) => (step === undefined ? null : step.people);
  const asked = (step: ChainStep | undefined) => {
    if (step === undefined) return "none";
    const ids = step.people.map(({ id }) => id);
    return JSON.stringify([step.mode, step.mode === "sequence" ? ids : ids.sort()]);
  };
  const ids = [...new Set([...was, ...would].map(({ nodeId }) => nodeId))];
  return ids.flatMap((nodeId) => {
    const [before, after] = [was, would].map((steps) => steps.find((one) => one.nodeId === nodeId));
    const name = (after ?? before)?.name;
    if (name === undefined || asked(before) === asked(after)) return [];
    return [{ nodeId, name, was: peopleOf(before), would: peopleOf(after) }];
  });
}
