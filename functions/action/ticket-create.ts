import { TicketCreateParameters } from "#shared/action/catalogue/ticket-create.ts";
import type { Call, Driver, Outcome } from "#shared/action/driver.ts";
import { checkChoices } from "#shared/approval/choice.ts";
import type { Ctx } from "#shared/core/ctx.ts";
import { AppError, invalid } from "#shared/core/error.ts";
import { both, inLocale } from "#shared/core/text.ts";
import { checkForm, defaultsOf } from "#shared/form/values.ts";
import { permissionsOf } from "#shared/org/permissions.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { findWrite } from "#shared/table/idempotency.ts";
import { getPublished } from "#shared/template/load.ts";
import { createTicket } from "#shared/ticket/create.ts";
import { deleteTicket } from "#shared/ticket/delete.ts";
import { loadTicket } from "#shared/ticket/store.ts";
import { submitTicket } from "#shared/ticket/submit.ts";
import { peopleNamed } from "./people.ts";

/** The verbs of tickets, called in the name of the requester: what she may not do, the run may not do either. */

type Given = ReturnType<typeof TicketCreateParameters.parse>;
type Wish = { ctx: Ctx; requester: UserRecord; given: Given; choices: Record<string, string[]> };

const drill = both("Drill: ", "演练：");

/** Whoever started the run; for one that nobody started, whom its plan names. */
async function requesterOf({ startedBy }: Call, { requester }: Given): Promise<UserRecord> {
  const name = startedBy.id === "system" ? requester : startedBy.id;
  const found = (await peopleNamed([name])).get(name);
  if (found !== undefined) return found;
  throw new AppError("NOBODY_FOUND", `Nobody could be the requester: ${name || "none is named"}.`);
}

async function choicesOf({ choices }: Given): Promise<Record<string, string[]>> {
  const people = await peopleNamed(Object.values(choices).flat());
  const idOf = (name: string) => {
    const user = people.get(name);
    if (user === undefined) throw new AppError("NOBODY_FOUND", `There is no ${name}.`);
    return user.userId;
  };
  return Object.fromEntries(
    Object.entries(choices).map(([node, names]) => [node, names.map(idOf)]),
  );
}

async function wishOf(call: Call): Promise<Wish> {
  const given = TicketCreateParameters.parse(call.parameters);
  const requester = await requesterOf(call, given);
  const { userId, name, locale, roles } = requester;
  const permissions = await permissionsOf(roles);
  const ctx: Ctx = {
    actor: { kind: "person", userId, name, locale, permissions },
    requestId: call.key,
    now: call.now,
    channel: "system",
    idempotency: { key: call.key, requestHash: "ticket.create" },
  };
  return { ctx, requester, given, choices: await choicesOf(given) };
}

/** What can be known beforehand is found out before there is a draft. */
async function check({ requester, given, choices }: Wish) {
  const { document } = await getPublished(given.template);
  const entered = { ...defaultsOf(document.form), ...given.values };
  const { values, issues } = checkForm(document.form, entered, { final: true });
  if (issues.length > 0) throw invalid(issues);
  const subject = {
    requester: { id: requester.userId, name: requester.name },
    departmentId: requester.departmentIds[0] ?? null,
    values,
    choices,
  };
  const unfit = await checkChoices(document.chain, subject);
  if (unfit.length > 0) throw invalid(unfit);
  return document;
}

/** What an earlier call under this key has made. */
async function madeBefore({ ctx }: Wish): Promise<string | undefined> {
  const earlier = await findWrite(ctx);
  return earlier?.requestHash === ctx.idempotency?.requestHash ? earlier?.ref : undefined;
}

async function draftOf(call: Call, wish: Wish): Promise<string> {
  const earlier = await madeBefore(wish);
  if (earlier !== undefined) return earlier;
  const { ctx, given, choices } = wish;
  const { name } = await check(wish);
  const { locale } = wish.requester;
  const title = given.title.trim() === "" ? inLocale(name, locale) : given.title.trim();
  const mark = call.mode === "drill" ? inLocale(drill, locale) : "";
  const { template: templateId, values } = given;
  const input = { templateId, title: `${mark}${title}`, values, choices };
  return createTicket(ctx, input).catch(async (error: unknown) => {
    // The call that was given up may have come first all the same.
    const faster = await madeBefore(wish);
    if (faster === undefined) throw error;
    return faster;
  });
}

async function numberOf(ticketId: string): Promise<string | null> {
  return (await loadTicket(ticketId))?.number ?? null;
}

async function submit({ ctx }: Wish, ticketId: string): Promise<string> {
  const { idempotency: _, ...again } = ctx;
  const before = await numberOf(ticketId);
  if (before !== null) return before;
  try {
    await submitTicket(again, { ticketId });
  } catch (error) {
    const faster = await numberOf(ticketId);
    if (faster !== null) return faster;
    // Nobody waits for the draft of a step that failed.
    if (error instanceof AppError) await deleteTicket(again, { ticketId }).catch(() => undefined);
    throw error;
  }
  return (await numberOf(ticketId)) ?? "";
}

/** A refusal is certain. Whatever else is thrown leaves open what happened: the same call is made again. */
async function certain(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, message, issues } = error;
    const faults = issues.map((issue) => `${issue.path}: ${issue.message}`);
    return { kind: "failed", code, message: [message, ...faults].join(" ") };
  }
}

function start(call: Call): Promise<Outcome> {
  return certain(async () => {
    const wish = await wishOf(call);
    const ticketId = await draftOf(call, wish);
    const number = await submit(wish, ticketId);
    return { kind: "succeeded", output: { ticketId, number }, text: number };
  });
}

function rehearse(call: Call): Promise<Outcome> {
  return certain(async () => {
    const wish = await wishOf(call);
    const { name } = await check(wish);
    const text = `Would create a ticket “${name.en}” of ${wish.requester.name}.`;
    return { kind: "succeeded", text };
  });
}

export const ticketCreate: Driver = { start, rehearse };
