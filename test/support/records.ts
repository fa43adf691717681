import type { Ctx, Locale } from "#shared/core/ctx.ts";
import { newId } from "#shared/core/id.ts";
import type { Permission } from "#shared/core/permission.ts";
import { toItem } from "#shared/table/attribute.ts";
import { here } from "#shared/table/model.ts";
import { TicketEntity } from "#shared/ticket/entity.ts";
import type { EventRecord, TicketRecord } from "#shared/ticket/record.ts";

export const epoch = "2026-03-10T02:00:00.000Z";

/** The context of a person who need not be stored, at `epoch`. */
export function asPerson(
  userId: string,
  permissions: Permission[] = [],
  given: { now?: string; locale?: Locale } = {},
): Ctx {
  const { now = epoch, locale = "en" } = given;
  const actor = { kind: "person", userId, name: userId, locale } as const;
  return {
    actor: { ...actor, permissions: new Set(permissions) },
    requestId: "req",
    now,
    channel: "web",
  };
}

/** A submitted ticket, not stored. */
export function ticketRecord(given: Partial<TicketRecord> = {}): TicketRecord {
  return {
    ticketId: newId("ticket"),
    version: 2,
    number: "OPS-2026-000012",
    title: "A server for the test",
    templateId: "tpl_server",
    templateVersion: 1,
    templateName: { en: "Server request", "zh-CN": "服务器申请" },
    requester: { id: "usr_alice", name: "Alice" },
    department: { id: "dep_platform", name: "Platform" },
    state: "in_approval",
    outcome: null,
    phase: "approving",
    round: 1,
    taskSeq: 1,
    places: [],
    visits: 0,
    standsFrom: 1,
    undone: [],
    resume: [],
    blocked: null,
    waiting: null,
    wakeAt: null,
    knocks: 0,
    clocks: {
      requesterMs: 0,
      approverMs: 0,
      executingMs: 0,
      blockedMs: 0,
      running: "approver",
      since: epoch,
    },
    summary: [],
    returns: 0,
    createdAt: epoch,
    submittedAt: epoch,
    updatedAt: epoch,
    completedAt: null,
    lastUrgedAt: null,
    rating: null,
    ...given,
  };
}

export async function storeTicket(ticket: TicketRecord): Promise<TicketRecord> {
  await TicketEntity.put({ ...toItem(ticket), requesterId: ticket.requester.id }).go(here());
  return ticket;
}

/** An event of a ticket, not stored. */
export function eventRecord(
  ticket: TicketRecord,
  given: Partial<EventRecord> & Pick<EventRecord, "notify">,
): EventRecord {
  const at = given.at ?? epoch;
  return {
    ticketId: ticket.ticketId,
    eventId: newId("event", Date.parse(at)),
    seq: 100,
    type: "stage.started",
    at,
    actor: { id: "usr_bob", name: "Bob" },
    channel: "web",
    onBehalfOf: null,
    data: {},
    ticket: {
      number: ticket.number ?? "",
      title: ticket.title,
      templateName: ticket.templateName,
    },
    ...given,
  };
}
