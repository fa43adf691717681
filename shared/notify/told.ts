import type { Locale } from "#shared/core/ctx.ts";
import { both, inLocale, type Bilingual } from "#shared/core/text.ts";
import type { OrderEventRecord, OrderRecord } from "#shared/order/record.ts";
import type { EventRecord, Recipient } from "#shared/ticket/record.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import type { TriggerRecord } from "#shared/trigger/record.ts";
import type { NoticeSubject } from "./schema.ts";

/** A committed event, as far as those who are told of it are concerned. */
export type Told = {
  eventId: string;
  at: string;
  actor: PersonRef;
  notify: Recipient[];
  subject: NoticeSubject;
  number: string;
  title: (locale: Locale) => string;
  templateName: Bilingual;
  comment: string | null;
  outcome: string | null;
};

export function toldOfTicket(event: EventRecord): Told {
  const { eventId, at, actor, notify, ticketId, ticket, data } = event;
  return {
    eventId,
    at,
    actor,
    notify,
    subject: { kind: "ticket", id: ticketId },
    number: ticket.number,
    title: () => ticket.title,
    templateName: ticket.templateName,
    comment: data.comment ?? null,
    outcome: data.outcome ?? null,
  };
}

const run = both("Run", "执行单");
const drill = both("Drill", "演练");
const plan = both("Plan", "预案");

export function toldOfTrigger(event: TriggerRecord): Told {
  const { triggerId, at, notify, planId, labels, fingerprint } = event;
  const { alertname = fingerprint } = labels;
  return {
    eventId: triggerId.replace("trg_", "evt_"),
    at,
    actor: { id: "system", name: "Countersign" },
    notify,
    subject: { kind: "plan", id: planId },
    number: "",
    title: (locale) => inLocale(event.plan, locale),
    templateName: plan,
    comment: alertname,
    outcome: null,
  };
}

export function toldOfOrder(event: OrderEventRecord): Told {
  const { eventId, at, actor, notify, orderId, order, data } = event;
  const { step } = data;
  return {
    eventId,
    at,
    actor,
    notify,
    subject: { kind: "order", id: orderId },
    number: order.ticketNumber ?? "",
    title: (locale) =>
      [order.name, ...(step === undefined ? [] : [step])]
        .map((text) => inLocale(text, locale))
        .join(" · "),
    templateName: run,
    comment: data.comment ?? data.error ?? null,
    outcome: data.to ?? null,
  };
}

type Broken = { eventId: string; at: string; id: string; name: Bilingual; people: string[] };

/** A plan that can't be run any more. */
export function toldOfPlan({ eventId, at, id, name, people }: Broken): Told {
  return {
    eventId,
    at,
    actor: { id: "system", name: "Countersign" },
    notify: people.map((userId) => ({ kind: "plan.broken", userId })),
    subject: { kind: "plan", id },
    number: "",
    title: (locale) => inLocale(name, locale),
    templateName: plan,
    comment: null,
    outcome: null,
  };
}

type Message = { eventId: string; at: string; people: PersonRef[]; message: string };

/** What a step of a run tells people. */
export function toldByRun(order: OrderRecord, { eventId, at, people, message }: Message): Told {
  const marks = order.mode === "drill" ? [drill] : [];
  return {
    eventId,
    at,
    actor: { id: "system", name: "Countersign" },
    notify: people.map(({ id: userId }) => ({ kind: "order.message", userId })),
    subject: { kind: "order", id: order.orderId },
    number: order.ticket?.number ?? "",
    title: (locale) => [...marks, order.name].map((text) => inLocale(text, locale)).join(" · "),
    templateName: run,
    comment: message,
    outcome: null,
  };
}
