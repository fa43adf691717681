import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemCtx } from "#shared/core/ctx.ts";
import { createDepartment } from "#shared/org/create-department.ts";
import { createRole } from "#shared/org/create-role.ts";
import { createService } from "#shared/org/create-service.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { updateUser } from "#shared/org/update-user.ts";
import { TestApi } from "#test/support/app.ts";
import { addPerson, openSession } from "#test/support/factory.ts";
import { ask, historyOf, pageOf, publish, submitted, taskIdFor } from "#test/support/office.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let api: TestApi;
let token: string;
let alice: UserRecord;
let boss: UserRecord;
let leaver: UserRecord;
let departmentId: string;

const system = () => systemCtx("test", new Date().toISOString());
const reason = "She is leaving.";

beforeAll(async () => {
  engine = await ownTable();
  api = new TestApi();
  token = await openSession(await addPerson({ name: "Grace", roles: ["admin"] }));
  [alice, boss] = await Promise.all([addPerson({ name: "Alice" }), addPerson({ name: "Boss" })]);
  const given = { name: "Sales", parentId: null, leaderId: boss.userId, approverIds: [] };
  departmentId = await createDepartment(system(), given);
});
beforeEach(async () => {
  leaver = await addPerson({ name: "Leaver" });
  await updateUser(system(), { userId: leaver.userId, departmentIds: [departmentId] });
});
afterAll(() => engine.stop());

async function handOver(body: { to: string | null; cursor?: string; limit?: number }) {
  const params = { id: leaver.userId };
  return (await api.call("handOverTasks", { params, body: { reason, ...body } }, token)).body;
}

async function waiting() {
  return (await api.call("listPending", { params: { id: leaver.userId }, query: {} }, token)).body
    .items;
}

describe("what waits for a person who leaves", () => {
  it("is listed with ticket, step and since when; titles only for those who may read all", async () => {
    const ticketId = await submitted(await publish([ask("finance", [leaver])]), alice);
    const { ticket, tasks } = await pageOf(ticketId);
    expect(await waiting()).toMatchObject([
      {
        taskId: await taskIdFor(ticketId),
        ticketId,
        number: ticket.number,
        title: ticket.title,
        requester: { name: "Alice" },
        step: { en: "finance" },
        since: tasks[0]?.createdAt,
      },
    ]);
    const label = { en: "HR", "zh-CN": "人事" };
    await createRole(system(), { name: "hr", label, permissions: ["org:manage"] });
    const hr = await openSession(await addPerson({ name: "Henry", roles: ["hr"] }));
    const params = { id: leaver.userId };
    const listed = await api.call("listPending", { params, query: {} }, hr);
    expect(listed.body.items.map(({ title }) => title)).toEqual([null]);
    // Managing people is not enough to move other people's approvals.
    const refused = await api.loose("handOverTasks", { params, body: { to: null, reason } }, hr);
    expect(refused.problem?.code).toBe("FORBIDDEN");
  });

  it("goes to whoever is named, with the reason in the timeline", async () => {
    const carol = await addPerson({ name: "Carol" });
    const ticketId = await submitted(await publish([ask("finance", [leaver])]), alice);
    const { items } = await handOver({ to: carol.userId });
    expect(items).toMatchObject([{ ok: true, code: null, to: { name: "Carol" } }]);
    expect(await waiting()).toEqual([]);
    expect(await taskIdFor(ticketId, carol)).toBeDefined();
    expect(await historyOf(ticketId)).toContain("task.reassigned by Grace");
    const { events } = await pageOf(ticketId);
    const told = events.find(({ type }) => type === "task.reassigned");
    expect(told?.data).toMatchObject({ comment: reason, from: [{ name: "Leaver" }] });
  });

  it("goes to whoever stands above her; where that is the requester it stays, and says so", async () => {
    const template = await publish([ask("finance", [leaver])]);
    const [hers, own] = [await submitted(template, alice), await submitted(template, boss)];
    const { items } = await handOver({ to: null });
    const told = items.map(({ ticketId, ok, code, to }) => [ticketId, ok, code, to?.name]);
    expect(told).toEqual([
      [hers, true, null, "Boss"],
      [own, false, "NOBODY_FOUND", undefined],
    ]);
    expect((await waiting()).map(({ ticketId }) => ticketId)).toEqual([own]);
  });

  it("is refused item by item: nobody gets her own request, nobody is asked twice", async () => {
    const carol = await addPerson({ name: "Carol" });
    const own = await submitted(await publish([ask("finance", [leaver])]), carol);
    const twice = await submitted(
      await publish([ask("finance", [leaver, carol], { mode: "all" })]),
      alice,
    );
    const free = await submitted(await publish([ask("finance", [leaver])]), alice);
    const { items } = await handOver({ to: carol.userId });
    expect(items.map(({ ticketId, ok, code }) => [ticketId, ok, code])).toEqual([
      [own, false, "OWN_REQUEST"],
      [twice, false, "ALREADY_ASKED"],
      [free, true, null],
    ]);
  });

  it("is handed over in pages; who has left gets nothing", async () => {
    const template = await publish([ask("finance", [leaver])]);
    const tickets = [];
    for (let count = 0; count < 3; count += 1) tickets.push(await submitted(template, alice));
    const first = await handOver({ to: boss.userId, limit: 2 });
    const cursor = first.nextCursor ?? "";
    const second = await handOver({ to: boss.userId, limit: 2, cursor });
    const moved = [...first.items, ...second.items].map(({ ticketId }) => ticketId);
    expect([moved, second.nextCursor]).toEqual([tickets, null]);
    await updateUser(system(), { userId: leaver.userId, state: "deactivated" });
    const params = { id: alice.userId };
    const body = { to: leaver.userId, reason };
    const refused = await api.loose("handOverTasks", { params, body }, token);
    expect(refused.problem?.issues).toMatchObject([{ path: "to", code: "not_found" }]);
  });
});

describe("what relies on a person who leaves", () => {
  it("are departments, services and published templates that name her", async () => {
    const given = { parentId: null, leaderId: leaver.userId, approverIds: [] };
    await createDepartment(system(), { name: "Led", ...given });
    await createService(system(), {
      name: "Owned",
      code: null,
      departmentId: null,
      primaryOwnerId: leaver.userId,
      backupOwnerId: null,
      description: "",
    });
    const id = await publish([ask("finance", [leaver])]);
    await publish([ask("finance", [alice])]);
    const params = { id: leaver.userId };
    const { body } = await api.call("listMentions", { params }, token);
    expect(body).toEqual({
      departments: [expect.objectContaining({ name: "Led", as: "leader" })],
      services: [expect.objectContaining({ name: "Owned", as: "primary" })],
      templates: [{ id, name: { en: "Request", "zh-CN": "Request" } }],
    });
  });
});
