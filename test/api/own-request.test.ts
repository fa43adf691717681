import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { advanceTicket } from "#shared/approval/advance.ts";
import { dayMs, after } from "#shared/core/clock.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import { createDelegation } from "#shared/org/create-delegation.ts";
import { createDepartment } from "#shared/org/create-department.ts";
import { updateDepartment } from "#shared/org/update-department.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { here } from "#shared/table/model.ts";
import { TaskEntity } from "#shared/ticket/entity.ts";
import { parseTaskId } from "#shared/ticket/record.ts";
import { TestApi } from "#test/support/app.ts";
import { Cast } from "#test/support/cast.ts";
import { ctxOf } from "#test/support/ctx.ts";
import { addPerson, openSession } from "#test/support/factory.ts";
import { ask, pageOf, publish, submitted, taskIdFor } from "#test/support/office.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let api: TestApi;
/** Requester, leader of her department, delegate, operator and administrator in one person. */
let mighty: UserRecord;
let bob: UserRecord;
let token: string;
const cast = new Cast();
const system = () => systemCtx("test", new Date().toISOString());

beforeAll(async () => {
  engine = await ownTable();
  api = new TestApi();
  await cast.enter();
  const given = { name: "Platform", parentId: null, leaderId: null, approverIds: [] };
  const departmentId = await createDepartment(system(), given);
  const departmentIds = [departmentId];
  mighty = await addPerson({
    name: "Mighty",
    roles: ["operator", "admin", "manager"],
    departmentIds,
  });
  bob = await addPerson({ name: "Bob", departmentIds });
  await updateDepartment(system(), {
    departmentId,
    leaderId: mighty.userId,
    approverIds: [mighty.userId],
  });
  const [from, to] = ["2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z"];
  await createDelegation(await ctxOf(bob), {
    delegateId: mighty.userId,
    from,
    to,
    templateIds: null,
  });
  token = await openSession(mighty);
});
afterAll(() => engine.stop());

async function asked(ticketId: string): Promise<string[]> {
  return (await pageOf(ticketId)).tasks.map(({ assignee }) => assignee?.name ?? "");
}

async function decide(taskId: string, action: string): Promise<string> {
  const call = { params: { id: taskId }, body: { action, comment: "myself" } };
  const { status, problem } = await api.loose("decideTask", call, token);
  return `${status} ${problem?.code}`;
}

describe("nobody decides on her own request", () => {
  it.each([
    ["as one of the people named", (): object[] => [{ users: [mighty.email, bob.email] }], ["Bob"]],
    [
      "as leader of her department",
      (): object[] => [{ departmentLeader: { up: 0 } }, { users: [bob.email] }],
      ["Bob"],
    ],
    [
      "as approver of her department",
      (): object[] => [{ departmentApprovers: true }, { users: [bob.email] }],
      ["Bob"],
    ],
    [
      "as the only holder of a role",
      (): object[] => [{ role: "manager" }, { users: [bob.email] }],
      ["manager", "Bob"],
    ],
  ])("%s she is not even asked", async (_how, who, people) => {
    const templateId = await publish([ask("stage", [bob], { who: who(), mode: "all" })]);
    expect((await asked(await submitted(templateId, mighty))).sort()).toEqual(people.sort());
  });

  it("with nobody else to ask, the administrators are, without her", async () => {
    const templateId = await publish([ask("stage", [mighty])]);
    expect(await asked(await submitted(templateId, mighty))).toEqual(["admin"]);
  });

  it("when the time is up, it does not pass to her as the one above", async () => {
    const timeLimit = { minutes: 10, onTimeout: "escalate" };
    const templateId = await publish([ask("stage", [bob], { timeLimit })]);
    const ticketId = await submitted(templateId, mighty);
    await advanceTicket(systemCtx("test", after(new Date().toISOString(), dayMs)), ticketId);
    expect(await asked(ticketId)).toEqual(["Bob", "admin"]);
  });

  it.each(["approve", "return", "veto"])(
    "as delegate of the approver she can't %s",
    async (action) => {
      const templateId = await publish([ask("stage", [bob])]);
      const ticketId = await submitted(templateId, mighty);
      expect(await decide(await taskIdFor(ticketId, bob), action)).toBe("404 NOT_FOUND");
      const { body } = await api.call("listTasks", { query: {} }, token);
      expect(body.items.filter(({ ticket }) => ticket.id === ticketId)).toEqual([]);
    },
  );

  it.each(["approve", "return", "veto"])(
    "even on a task that is hers she can't %s",
    async (action) => {
      const templateId = await publish([ask("stage", [bob])]);
      const taskId = await taskIdFor(await submitted(templateId, mighty), bob);
      // No chain makes such a task: this is what is left when all that stands before the engine fails.
      const assignee = { id: mighty.userId, name: mighty.name };
      await TaskEntity.patch(parseTaskId(taskId)).set({ assignee }).go(here());
      expect(await decide(taskId, action)).toBe("409 OWN_REQUEST");
    },
  );

  it.each(["retryNode", "skipNode", "completeNode", "returnOrder"] as const)(
    "as operator she can't %s the order of her ticket",
    async (operation) => {
      const orderId = await cast.order(undefined, mighty);
      const params = operation === "returnOrder" ? { id: orderId } : { id: orderId, seq: 1 };
      const { problem } = await api.loose(operation, { params, body: { reason: "myself" } }, token);
      expect(problem).toMatchObject({ status: 409, code: "OWN_REQUEST" });
    },
  );

  it("but she confirms what she asked for", async () => {
    const who = [{ requester: true }];
    const templateId = await publish([{ ...ask("accept", []), kind: "confirm", who } as never]);
    const ticketId = await submitted(templateId, mighty);
    const call = {
      params: { id: await taskIdFor(ticketId, mighty) },
      body: { action: "confirm" },
    } as const;
    expect((await api.call("decideTask", call, token)).body).toMatchObject({ outcome: "approved" });
  });
});
