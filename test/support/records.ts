import { newId } from "#shared/core/id.ts";
import { UserEntity } from "#shared/org/entity.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { toItem } from "#shared/table/attribute.ts";
import { here } from "#shared/table/model.ts";
import { TicketEntity } from "#shared/ticket/entity.ts";
import type { EventRecord, TicketRecord } from "#shared/ticket/record.ts";

export const epoch = "2026-03-10T02:00:00.000Z";

/** A stored person. */
export async function person(given: Partial<UserRecord> = {}): Promise<UserRecord> {
  const userId = newId("user");
  const user: UserRecord = {
    userId,
    version: 1,
    email: `${userId.toLowerCase()}@demo.test`,
    name: "Bob",
    locale: "en",
    roles: [],
    departmentIds: [],
    state: "active",
    mailNotices: true,
    passwordHash: "none",
    createdAt: epoch,
    ...given,
  };
  await UserEntity.put(user).go(here());
  return user;
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
    position: "leader",
    queue: [],
    waiting: null,
    wakeAt: null,
    knocks: 0,
    clocks: { requesterMs: 0, approverMs: 0, executingMs: 0, running: "approver", since: epoch },
    summary: [],
    returns: 0,
    createdAt: epoch,
    submittedAt: epoch,
    updatedAt: epoch,
    completedAt: null,
    lastUrgedAt: null,
    rating: null,
    ...given,
  } as TicketRecord;
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
