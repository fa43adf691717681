import type { ChainStep, TaskView, TicketSummary } from "#shared/ticket/schema.ts";
import type { Waiting } from "#shared/ticket/state.ts";
import type { MessageKey } from "#lib/i18n/catalog.ts";
import { hasMessage, inMine, locale, t } from "#lib/i18n/i18n.svelte.ts";
import { formatList, formatMoment } from "#lib/i18n/format.ts";
import { nowMs } from "#lib/state/now.svelte.ts";
import { peopleText } from "./people-text.ts";

type Told = Pick<TicketSummary, "state" | "outcome" | "waiting" | "completedAt"> & {
  /** Known on the ticket's page: whether any one of the people is enough. */
  tasks?: Pick<TaskView, "state" | "mode">[];
  /** Known there, too: whether it waits at several steps at once. */
  chain?: Pick<ChainStep, "state" | "kind" | "name">[];
};

/** The steps it waits at: one, or several on parallel ways. */
function stepText(waiting: Waiting, chain: Told["chain"]): string {
  const asked = (chain ?? []).filter(
    ({ state, kind }) => state === "current" && (kind === "approve" || kind === "confirm"),
  );
  const isAsking = waiting.for === "approval" || waiting.for === "confirmation";
  if (isAsking && asked.length > 1) return formatList(asked.map(({ name }) => inMine(name)));
  return waiting.step ? inMine(waiting.step) : "";
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function isOnlyMe(waiting: Waiting, myId: string | undefined): boolean {
  return waiting.people.length === 1 && waiting.people[0]?.id === myId;
}

/** What it waits for: "Waiting for Bob to approve: Department head." */
function subject(
  waiting: Waiting,
  step: string,
  isAnyOne: boolean,
  myId: string | undefined,
): string {
  const values = {
    people: peopleText(waiting.people, isAnyOne ? "disjunction" : "conjunction"),
    step,
  };
  const stem = isOnlyMe(waiting, myId) ? `you${capital(waiting.for)}` : waiting.for;
  const candidates = [
    ...(step ? [`ticket.waiting.${stem}At`] : []),
    `ticket.waiting.${stem}`,
    `ticket.waiting.${waiting.for}`,
  ];
  const key = candidates.find(hasMessage) as MessageKey | undefined;
  return key ? t(key, values) : "";
}

function deadline(waiting: Waiting): string {
  if (waiting.until === undefined) return "";
  const time = formatMoment(waiting.until, nowMs());
  return t(`ticket.waiting.${waiting.then ?? "until"}`, { time });
}

/** One or two sentences: what the ticket waits for, until when, and what happens then; or how it ended. */
export function waitingText(ticket: Told, myId: string | undefined): string {
  if (ticket.state === "completed" && ticket.outcome) {
    const time = ticket.completedAt ? formatMoment(ticket.completedAt, nowMs()) : "";
    return t(`ticket.ended.${ticket.outcome}`, { time });
  }
  if (ticket.waiting === null) return "";
  const pending = ticket.tasks?.filter((task) => task.state === "pending") ?? [];
  const step = stepText(ticket.waiting, ticket.chain);
  const isOneStep = ticket.waiting.step === undefined || step === inMine(ticket.waiting.step);
  const isAnyOne = isOneStep && pending.length > 0 && pending.every(({ mode }) => mode === "any");
  return [subject(ticket.waiting, step, isAnyOne, myId), deadline(ticket.waiting)]
    .filter(Boolean)
    .join(locale() === "zh-CN" ? "" : " ");
}

/** The short form for tables and cards: only the people or the thing. */
export function waitingShort(ticket: Told): string {
  const { waiting } = ticket;
  if (waiting === null) return t("common.none");
  if (waiting.for === "automation")
    return waiting.step ? inMine(waiting.step) : t("ticket.platform");
  if (waiting.for === "operator") return t("ticket.operators");
  return peopleText(waiting.people) || t("common.none");
}
