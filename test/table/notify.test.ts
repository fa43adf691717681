import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { notifyOf } from "#functions/stream/notify.ts";
import { after, dayMs, minuteMs } from "#shared/core/clock.ts";
import type { Ctx } from "#shared/core/ctx.ts";
import { newId } from "#shared/core/id.ts";
import { countUnread } from "#shared/notify/count-unread.ts";
import { NoticeEntity } from "#shared/notify/entity.ts";
import { listNotices } from "#shared/notify/list.ts";
import { readNotices } from "#shared/notify/read.ts";
import { tellPeople } from "#shared/notify/tell.ts";
import { toldOfTicket } from "#shared/notify/told.ts";
import { DelegationEntity } from "#shared/org/entity.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { toItem } from "#shared/table/attribute.ts";
import { here } from "#shared/table/model.ts";
import { EventEntity } from "#shared/ticket/entity.ts";
import { addPerson } from "#test/support/factory.ts";
import { ownTable, recordsOf } from "#test/support/own-table.ts";
import { asPerson, epoch, eventRecord, storeTicket, ticketRecord } from "#test/support/records.ts";

let engine: { stop: () => Promise<void> };

beforeAll(async () => {
  engine = await ownTable();
});

afterAll(() => engine.stop());

function as({ userId }: UserRecord): Ctx {
  return asPerson(userId);
}

async function notices(user: UserRecord) {
  return (await listNotices(as(user), { limit: 100 })).items;
}

async function lend(principal: UserRecord, delegate: UserRecord, given: object = {}) {
  const delegation = {
    userId: principal.userId,
    delegationId: newId("delegation"),
    principal: { id: principal.userId, name: principal.name },
    delegate: { id: delegate.userId, name: delegate.name },
    delegateId: delegate.userId,
    from: after(epoch, -dayMs),
    to: after(epoch, dayMs),
    createdAt: epoch,
    ...given,
  };
  await DelegationEntity.put(delegation).go(here());
}

const assigned = ({ userId }: UserRecord) => ({ kind: "task.assigned" as const, userId });

describe("notices", () => {
  it("an event delivered twice, also at once, gives each of its people one notice", async () => {
    const [bob, carol] = [await addPerson(), await addPerson()];
    const event = eventRecord(ticketRecord(), { notify: [assigned(bob), assigned(carol)] });
    await EventEntity.put(toItem(event)).go(here());
    const all = await recordsOf("event");
    const records = all.filter(
      ({ dynamodb }) => dynamodb?.NewImage?.["eventId"]?.S === event.eventId,
    );
    expect(records).toHaveLength(1);
    await Promise.all([...records, ...records].map(notifyOf));
    await Promise.all(records.map(notifyOf));
    for (const user of [bob, carol]) {
      expect(await notices(user)).toMatchObject([
        { kind: "task.assigned", number: "OPS-2026-000012", actorName: "Bob", isRead: false },
      ]);
    }
  });

  it("rows that are no new event tell nobody", async () => {
    await storeTicket(ticketRecord());
    await Promise.all((await recordsOf("ticket")).map(notifyOf));
    await Promise.all((await recordsOf("event", "MODIFY")).map(notifyOf));
    expect(await recordsOf("notice")).toHaveLength(2);
  });

  it("who stands in for the person asked gets it too, marked with whose task it is", async () => {
    const [bob, dora] = [await addPerson({ name: "Bob" }), await addPerson({ name: "Dora" })];
    const ticket = await storeTicket(ticketRecord());
    await lend(bob, dora);
    await tellPeople(toldOfTicket(eventRecord(ticket, { notify: [assigned(bob)] })));
    expect(await notices(bob)).toMatchObject([{ onBehalfOf: null }]);
    expect(await notices(dora)).toMatchObject([{ onBehalfOf: "Bob" }]);
  });

  it("a stand-in is not told: outside the dates, of other templates, of own requests, of non-tasks, or twice", async () => {
    const dora = await addPerson({ name: "Dora" });
    const requester = { id: dora.userId, name: "Dora" };
    const cases = [
      { delegation: { from: after(epoch, 1) } },
      { delegation: { to: epoch } },
      { delegation: { templateIds: ["tpl_other"] } },
      { ticket: { requester } },
      { kind: "ticket.commented" as const },
    ];
    for (const given of cases) {
      const bob = await addPerson();
      await lend(bob, dora, given.delegation);
      const ticket = await storeTicket(ticketRecord(given.ticket));
      const notify = [{ kind: given.kind ?? ("task.assigned" as const), userId: bob.userId }];
      await tellPeople(toldOfTicket(eventRecord(ticket, { notify })));
      expect(await notices(bob)).toHaveLength(1);
    }
    expect(await notices(dora)).toEqual([]);
    const bob = await addPerson();
    await lend(bob, dora, { templateIds: ["tpl_server"] });
    const ticket = await storeTicket(ticketRecord());
    await tellPeople(
      toldOfTicket(eventRecord(ticket, { notify: [assigned(bob), assigned(dora)] })),
    );
    expect(await notices(dora)).toMatchObject([{ onBehalfOf: null }]);
  });

  it("standing in has depth one", async () => {
    const [bob, dora, emil] = [await addPerson(), await addPerson(), await addPerson()];
    await lend(bob, dora);
    await lend(dora, emil);
    await tellPeople(
      toldOfTicket(eventRecord(await storeTicket(ticketRecord()), { notify: [assigned(bob)] })),
    );
    expect(await notices(dora)).toHaveLength(1);
    expect(await notices(emil)).toEqual([]);
  });

  it("people who left and unknown people get none; who wants no mail gets no mail", async () => {
    const left = await addPerson({ state: "deactivated" });
    const quiet = await addPerson({ mailNotices: false });
    const nobody = { kind: "task.assigned" as const, userId: newId("user") };
    const notify = [assigned(left), assigned(quiet), nobody];
    await tellPeople(toldOfTicket(eventRecord(ticketRecord(), { notify })));
    expect(await notices(left)).toEqual([]);
    expect(await notices(quiet)).toMatchObject([{ mail: "off" }]);
  });

  it("come newest first, each exactly once over pages, and a cursor is good for its owner only", async () => {
    const [bob, eve] = [await addPerson(), await addPerson()];
    for (let minute = 0; minute < 7; minute += 1) {
      const at = after(epoch, minute * minuteMs);
      await tellPeople(toldOfTicket(eventRecord(ticketRecord(), { at, notify: [assigned(bob)] })));
    }
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listNotices(as(bob), { limit: 3, cursor });
      found.push(...page.items.map(({ at }) => at));
      cursor = page.nextCursor ?? undefined;
      if (cursor !== undefined) {
        const stolen = listNotices(as(eve), { limit: 3, cursor });
        await expect(stolen).rejects.toMatchObject({ code: "INVALID_CURSOR" });
      }
    } while (cursor !== undefined);
    expect(found).toHaveLength(7);
    expect(found).toEqual(found.toSorted().reverse());
  });

  it("are read by their owner alone, once or often; what is read no longer counts as unread", async () => {
    const [bob, eve] = [await addPerson(), await addPerson()];
    const ticket = ticketRecord();
    await tellPeople(toldOfTicket(eventRecord(ticket, { notify: [assigned(bob)] })));
    await tellPeople(toldOfTicket(eventRecord(ticket, { notify: [assigned(bob)] })));
    expect(await countUnread(as(bob))).toBe(2);
    const ids = (await notices(bob)).map(({ id }) => id);
    await readNotices(as(eve), { ids });
    expect(await countUnread(as(bob))).toBe(2);
    const [first = ""] = ids;
    await readNotices(as(bob), { ids: [first, first, "ntc_unknown"] });
    await readNotices(as(bob), { ids: [first] });
    expect(await countUnread(as(bob))).toBe(1);
    expect((await notices(bob)).map(({ isRead }) => isRead)).toEqual([true, false]);
    expect(await countUnread(as(eve))).toBe(0);
  });

  it("unread ones are counted up to a hundred", async () => {
    const bob = await addPerson({ mailNotices: false });
    await tellPeople(toldOfTicket(eventRecord(ticketRecord(), { notify: [assigned(bob)] })));
    const { data } = await NoticeEntity.query.notice({ userId: bob.userId }).go(here());
    const copies = Array.from({ length: 102 }, (_none, index) =>
      data.map((notice) => ({ ...notice, noticeId: `${notice.noticeId}${index}` })),
    );
    await NoticeEntity.put(copies.flat()).go(here());
    expect(await countUnread(as(bob))).toBe(100);
  });
});
