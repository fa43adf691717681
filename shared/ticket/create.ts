import type * as z from "zod";
import { assertCan, personOf, type Ctx } from "#shared/core/ctx.ts";
import { AppError, invalid } from "#shared/core/error.ts";
import { newId } from "#shared/core/id.ts";
import { inLocale } from "#shared/core/text.ts";
import { checkForm, defaultsOf } from "#shared/form/values.ts";
import { getDepartment, getUser } from "#shared/org/load.ts";
import { commit } from "#shared/table/commit.ts";
import { getPublished } from "#shared/template/load.ts";
import { fingerprint } from "./fingerprint.ts";
import { eventOf } from "./note.ts";
import type { SubmissionRecord, TicketRecord } from "./record.ts";
import type { CreateTicketInput } from "./input.ts";
import type { PersonRef } from "./state.ts";
import { createTicketRow, putEvent, putSubmission } from "./store.ts";

/** Begins a draft. Required fields may still be empty; what is there must already fit the form. */
export async function createTicket(
  ctx: Ctx,
  input: z.infer<typeof CreateTicketInput>,
): Promise<string> {
  assertCan(ctx, "ticket:create");
  const { userId, name, locale } = personOf(ctx);
  const version = await getPublished(input.templateId);
  const { document } = version;
  const entered = { ...defaultsOf(document.form), ...input.values };
  const { values, issues } = checkForm(document.form, entered, { final: false });
  if (issues.length > 0) throw invalid(issues);
  const ticket: TicketRecord = {
    ...emptyTicket(ctx, { id: userId, name }),
    title: input.title ?? inLocale(document.name, locale),
    department: await primaryDepartment(userId),
    templateId: input.templateId,
    templateVersion: version.number,
    templateName: document.name,
  };
  const { ticketId, title } = ticket;
  const { choices = {} } = input;
  const hash = fingerprint(version.number, title, values, choices);
  await commit(ctx, {
    writes: [
      createTicketRow(ticket),
      putSubmission(draftRound({ ticketId, round: 1, title, values, choices, hash })),
    ],
    audit: [putEvent(eventOf(ctx, ticket, { type: "ticket.created" }), ticket.version)],
    ref: ticketId,
  });
  return ticketId;
}

/** What the author has so far; nobody has been asked. */
export function draftRound(
  part: Pick<SubmissionRecord, "ticketId" | "round" | "title" | "values" | "choices" | "hash">,
): SubmissionRecord {
  return { ...part, original: null, submittedAt: null, foreseen: [] };
}

async function primaryDepartment(userId: string): Promise<PersonRef | null> {
  const user = await getUser(userId);
  if (user === undefined) throw new AppError("UNAUTHENTICATED", "No such person.");
  const [primary] = user.departmentIds;
  const department = primary === undefined ? undefined : await getDepartment(primary);
  return department === undefined ? null : { id: department.departmentId, name: department.name };
}

function emptyTicket(
  ctx: Ctx,
  requester: PersonRef,
): Omit<TicketRecord, "title" | "department" | "templateId" | "templateVersion" | "templateName"> {
  return {
    ticketId: newId("ticket", Date.parse(ctx.now)),
    version: 1,
    number: null,
    requester,
    state: "draft",
    outcome: null,
    phase: null,
    round: 1,
    taskSeq: 0,
    places: [],
    visits: 0,
    standsFrom: 1,
    undone: [],
    resume: [],
    blocked: null,
    waiting: { for: "submit", people: [requester] },
    wakeAt: null,
    knocks: 0,
    clocks: {
      requesterMs: 0,
      approverMs: 0,
      executingMs: 0,
      blockedMs: 0,
      running: "none",
      since: ctx.now,
    },
    summary: [],
    returns: 0,
    createdAt: ctx.now,
    submittedAt: null,
    updatedAt: ctx.now,
    completedAt: null,
    lastUrgedAt: null,
    rating: null,
  };
}
