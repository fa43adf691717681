import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ChainNode } from "#shared/approval/chain.ts";
import { decideTask } from "#shared/approval/decide.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import { countTicket } from "#shared/report/count.ts";
import { createDepartment } from "#shared/org/create-department.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { updateUser } from "#shared/org/update-user.ts";
import { createTicket } from "#shared/ticket/create.ts";
import { submitTicket } from "#shared/ticket/submit.ts";
import { TestApi } from "#test/support/app.ts";
import { ctxOf } from "#test/support/ctx.ts";
import { addPerson, openSession } from "#test/support/factory.ts";
import { ask, pageOf, publish, sourceOf, submitted, taskIdFor } from "#test/support/office.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let api: TestApi;
let token: string;
let alice: UserRecord;
let bob: UserRecord;
let carol: UserRecord;

const system = () => systemCtx("test", new Date().toISOString());
const both = (en: string) => ({ en, "zh-CN": en });
const leaders: ChainNode = ask("leader", [], { who: [{ departmentLeader: { up: 0 } }] });

beforeAll(async () => {
  engine = await ownTable();
  api = new TestApi();
  const admin = await addPerson({ name: "Grace", roles: ["admin"] });
  token = await openSession(admin);
  [alice, bob, carol] = await Promise.all([
    addPerson({ name: "Alice" }),
    addPerson({ name: "Bob" }),
    addPerson({ name: "Carol" }),
  ]);
  const given = { name: "Sales", parentId: null, leaderId: bob.userId, approverIds: [] };
  const departmentId = await createDepartment(system(), given);
  for (const { userId } of [alice, bob]) {
    await updateUser(system(), { userId, departmentIds: [departmentId] });
  }
});
afterAll(() => engine.stop());

const amount = { type: "number" as const, name: "amount", label: both("Amount") };
const when = { field: "amount", atLeast: 100 };
const dear = (nodes: ChainNode[]): ChainNode => ({
  kind: "branch",
  id: "dear",
  name: both("Dear"),
  branches: [{ when, nodes }],
  otherwise: [],
});

async function holes(source: string) {
  const id = await publish([ask("stage", [carol])]);
  const { body } = await api.call("findHoles", { params: { id }, body: { source } }, token);
  return body;
}

describe("the holes report", () => {
  it("finds who would be asked nobody, only herself, or somebody who has left", async () => {
    const gone = await addPerson({ name: "Gone" });
    await updateUser(system(), { userId: gone.userId, state: "deactivated" });
    const chain = [leaders, ask("left", [gone, bob]), ask("self", [bob])];
    const report = await holes(sourceOf(chain));
    const told = report.holes.map(
      ({ nodeId, kind, requesters }) => `${nodeId} ${kind} ${requesters}`,
    );
    // Without a department nobody leads: Grace, the only administrator, and Carol. Bob leads himself.
    expect(told.sort()).toEqual([
      "leader nobody 2",
      "leader nobody_at_all 1",
      "leader only_self 1",
      `left leaver ${report.requesters}`,
      "left only_self 1",
      "self only_self 1",
    ]);
  });

  it("finds steps that no form leads to, and votes nobody can cast", async () => {
    const never = { field: "amount", atLeast: 9000 };
    const unreachable = {
      ...dear([ask("x", [bob])]),
      branches: [{ when: never, nodes: [ask("x", [bob])] }],
    };
    const votes = ask("votes", [bob, carol], { mode: "votes", votes: { atLeast: 3 } });
    const fields = [{ ...amount, max: 500 }];
    const report = await holes(sourceOf([unreachable as ChainNode, votes], { fields }));
    const kinds = report.holes.map(({ nodeId, kind }) => `${nodeId} ${kind}`);
    expect(kinds).toContain("x unreachable");
    expect(kinds).toContain("votes too_few");
  });
});

describe("a simulation", () => {
  it("shows who would be asked of a draft that is not saved, and what the form lacks", async () => {
    const id = await publish([ask("stage", [carol])]);
    const source = sourceOf([leaders, dear([ask("chief", [carol])])], {
      fields: [{ ...amount, required: true }],
    });
    const simulate = async (values: object) => {
      const body = { source, requesterId: alice.userId, values: { ...values } };
      return (await api.call("simulateTemplate", { params: { id }, body }, token)).body;
    };
    const cheap = await simulate({ purpose: "x", amount: 5 });
    expect(cheap.steps.map(({ nodeId, people }) => [nodeId, people[0]?.name])).toEqual([
      ["leader", "Bob"],
    ]);
    expect((await simulate({ amount: 100 })).steps.map(({ nodeId }) => nodeId)).toEqual([
      "leader",
      "chief",
    ]);
    expect((await simulate({})).issues.map(({ path }) => path)).toContain("form.amount");
  });

  it("lists for past tickets every step at which others would be asked", async () => {
    const id = await publish([leaders]);
    for (const person of [alice, alice, carol]) {
      const ticketId = await submitted(id, person);
      await countTicket((await pageOf(ticketId)).ticket);
    }
    const past = async (chain: ChainNode[]) => {
      const body = { source: sourceOf(chain), last: 10 };
      return (await api.call("simulatePast", { params: { id }, body }, token)).body;
    };
    expect(await past([leaders])).toEqual({ compared: 3, items: [] });
    const { compared, items } = await past([ask("leader", [bob]), ask("more", [carol])]);
    expect(compared).toBe(3);
    const told = items.map(({ requester, differences }) => [
      requester.name,
      differences.map(({ nodeId }) => nodeId).join(),
    ]);
    // Alice's leader is Bob anyway; Carol had none, so the administrators were asked.
    expect(told.sort()).toEqual([
      ["Alice", "more"],
      ["Alice", "more"],
      ["Carol", "leader,more"],
    ]);
  });
});

describe("versions", () => {
  it("are compared with each other and with the draft", async () => {
    const id = await publish([ask("one", [bob])]);
    const source = sourceOf([ask("one", [bob], { mode: "all" }), ask("two", [carol])]);
    await api.call("saveTemplate", { params: { id }, body: { source } }, token);
    const query = { from: "1", to: "0" } as never;
    const { body } = await api.call("compareTemplateVersions", { params: { id }, query }, token);
    expect(body.items.map(({ change, what, property }) => [change, what, property])).toEqual([
      ["changed", "one", "mode"],
      ["added", "two", null],
    ]);
    const none = await api.loose(
      "compareTemplateVersions",
      { params: { id }, query: { from: 9 } },
      token,
    );
    expect(none.problem?.code).toBe("NOT_FOUND");
  });

  it("a copy is a draft of its own, with the comments of its source", async () => {
    const source = `# why it is so\n${sourceOf([ask("one", [bob])])}\n`;
    const made = (await api.call("createTemplate", { body: { source } }, token)).body;
    const { body } = await api.call("copyTemplate", { params: { id: made.id } }, token);
    expect(body).toMatchObject({ state: "draft", name: { en: "Request (copy)" } });
    expect(body.source).toContain("# why it is so");
    expect(body.id).not.toBe(made.id);
  });
});

describe("similar solved tickets", () => {
  it("are found by the words of the title, in both languages, among those one may read", async () => {
    const templateId = await publish([ask("stage", [carol])]);
    const solve = async (person: UserRecord, title: string) => {
      const ctx = await ctxOf(person);
      const ticketId = await createTicket(ctx, { templateId, title, values: {} });
      await submitTicket(ctx, { ticketId });
      const taskId = await taskIdFor(ticketId, carol);
      await decideTask(await ctxOf(carol), { taskId, action: "approve" });
      await countTicket((await pageOf(ticketId)).ticket);
    };
    await solve(alice, "New server for the payment gateway");
    await solve(alice, "数据库查询权限申请");
    await solve(bob, "Payment gateway times out");
    const find = async (person: string, q: string) => {
      const query = { templateId, q };
      const { body } = await api.call("similarTickets", { query }, person);
      return body.items.map(({ title }) => title);
    };
    const hers = await openSession(alice);
    expect(await find(hers, "payment gateway is slow")).toEqual([
      "New server for the payment gateway",
    ]);
    expect(await find(hers, "申请数据库权限")).toEqual(["数据库查询权限申请"]);
    expect(await find(token, "the payment gateway times out again")).toEqual([
      "Payment gateway times out",
      "New server for the payment gateway",
    ]);
    expect(await find(token, "holiday in July")).toEqual([]);
  });
});
