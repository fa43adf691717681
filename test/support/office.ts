import type { ChainNode } from "#shared/approval/chain.ts";
import { systemCtx, type Ctx } from "#shared/core/ctx.ts";
import type { FormField } from "#shared/form/schema.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { createTemplate } from "#shared/template/create.ts";
import { publishTemplate } from "#shared/template/publish.ts";
import type { TemplateDocument } from "#shared/template/schema.ts";
import { createTicket } from "#shared/ticket/create.ts";
import { taskIdOf } from "#shared/ticket/record.ts";
import { loadPage, type Page } from "#shared/ticket/store.ts";
import { submitTicket } from "#shared/ticket/submit.ts";
import { ctxOf } from "./ctx.ts";

const both = (en: string) => ({ en, "zh-CN": en });

/** A step that asks these people, by default any one of them. */
export function ask(id: string, people: UserRecord[], given: object = {}): ChainNode {
  const users = people.map(({ email }) => email);
  return {
    kind: "approve",
    id,
    name: both(id),
    who: [{ users }],
    mode: "any",
    ...given,
  } as ChainNode;
}

/** A step in which an outside system is called. */
export function automate(parameters: object, id = "build"): ChainNode {
  return {
    kind: "automate",
    id,
    name: both(id),
    action: "http.request",
    parameters: { ...parameters },
  };
}

export type Given = { fields?: FormField[]; withdraw?: TemplateDocument["withdraw"] };

/** A template as an author would write it. JSON is YAML. */
export function sourceOf(chain: ChainNode[], { fields = [], ...given }: Given = {}): string {
  const purpose = { type: "text", name: "purpose", label: both("Purpose") };
  return JSON.stringify({
    name: both("Request"),
    category: "support",
    numberPrefix: "REQ",
    ...given,
    form: { summary: ["purpose"], fields: [purpose, ...fields] },
    chain,
  });
}

const admin = () => systemCtx("test", new Date().toISOString());

/** Publishes a template with this chain; returns its id. */
export async function publish(chain: ChainNode[], given: Given = {}): Promise<string> {
  const templateId = await createTemplate(admin(), { source: sourceOf(chain, given) });
  return publishTemplate(admin(), { templateId });
}

export async function draft(
  templateId: string,
  requester: UserRecord,
  values: Record<string, unknown> = { purpose: "a test" },
  given: Partial<Ctx> = {},
): Promise<string> {
  return createTicket(await ctxOf(requester, given), { templateId, values });
}

/** A submitted ticket. */
export async function submitted(
  templateId: string,
  requester: UserRecord,
  given: Partial<Ctx> = {},
): Promise<string> {
  const ticketId = await draft(templateId, requester, undefined, given);
  return submitTicket(await ctxOf(requester, given), { ticketId });
}

export async function pageOf(ticketId: string): Promise<Page> {
  const page = await loadPage(ticketId);
  if (page === undefined) throw new Error(`no ticket ${ticketId}`);
  return page;
}

/** The pending task of a person; the only one when nobody is named. */
export async function taskIdFor(ticketId: string, person?: UserRecord): Promise<string> {
  const { tasks } = await pageOf(ticketId);
  const pending = tasks.filter(({ state }) => state === "pending");
  const task = pending.find(
    ({ assignee }) => person === undefined || assignee?.id === person.userId,
  );
  if (task === undefined) throw new Error(`nothing is asked of ${person?.name} at ${ticketId}`);
  return taskIdOf(task);
}

/** The timeline in order, each line as `type by whom`; `for` names on whose behalf. */
export async function historyOf(ticketId: string): Promise<string[]> {
  const { events } = await pageOf(ticketId);
  return events
    .toSorted((a, b) => a.seq - b.seq)
    .map(({ type, actor, onBehalfOf }) =>
      onBehalfOf === null
        ? `${type} by ${actor.name}`
        : `${type} by ${actor.name} for ${onBehalfOf.name}`,
    );
}
