import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { activeDelegationsFor } from "#shared/org/load.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { TestApi } from "#test/support/app.ts";
import { addPerson, openSession } from "#test/support/factory.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let api: TestApi;
let grace: UserRecord;
let admin: string;

beforeAll(async () => {
  engine = await ownTable();
  api = new TestApi();
  grace = await addPerson({ name: "Grace", roles: ["admin"] });
  admin = await openSession(grace);
});
afterAll(() => engine.stop());

describe("departments", () => {
  const create = async (given: object = {}) =>
    (await api.call("createDepartment", { body: { name: "Platform 平台", ...given } }, admin)).body;
  const update = (id: string, changes: object) =>
    api.call("updateDepartment", { params: { id }, body: changes }, admin);

  it("name their leader and approvers, who must be active", async () => {
    const [bob, leaver] = [
      await addPerson({ name: "Bob" }),
      await addPerson({ state: "deactivated" }),
    ];
    const made = await create({ leaderId: bob.userId, approverIds: [bob.userId] });
    expect(made).toMatchObject({
      leader: { id: bob.userId, name: "Bob" },
      approvers: [{ name: "Bob" }],
    });
    const { problem } = await update(made.id, {
      leaderId: leaver.userId,
      approverIds: [bob.userId, leaver.userId],
    });
    expect(problem?.issues.map(({ path }) => path)).toEqual(["leaderId", "approverIds.1"]);
    expect((await update(made.id, { leaderId: null })).body.leader).toBeNull();
    const { body: list } = await api.call("listDepartments", {}, admin);
    expect(list.items.find(({ id }) => id === made.id)?.approvers).toEqual([
      { id: bob.userId, name: "Bob" },
    ]);
  });

  it("stay a tree: none is below itself", async () => {
    const top = await create();
    const middle = await create({ parentId: top.id });
    const low = await create({ parentId: middle.id });
    for (const parentId of [low.id, middle.id, top.id]) {
      const { problem } = await update(top.id, { parentId });
      expect(problem?.issues).toMatchObject([{ path: "parentId", code: "cycle" }]);
    }
    expect((await update(low.id, { parentId: top.id })).body.parentId).toBe(top.id);
    expect((await update(low.id, { parentId: null })).body.parentId).toBeNull();
  });

  it("stay a tree when two moves that would close a circle come at once", async () => {
    const [one, two] = [await create(), await create()];
    const answers = await Promise.all([
      update(one.id, { parentId: two.id }),
      update(two.id, { parentId: one.id }),
    ]);
    const statuses = answers.map(({ status }) => status).toSorted();
    expect(statuses[0]).toBe(200);
    expect(statuses[1]).toBeGreaterThanOrEqual(400);
  });

  it("have a parent that exists", async () => {
    const parentId = "dep_01ARZ3NDEKTSV4RRFFQ69G5FAV";
    const { problem } = await api.call(
      "createDepartment",
      { body: { name: "x", parentId } },
      admin,
    );
    expect(problem?.issues).toMatchObject([{ path: "parentId", code: "not_found" }]);
  });
});

describe("roles", () => {
  const label = { en: "Auditor", "zh-CN": "审计" };

  it("of the organisation's own give their permissions at the next request, and take them away", async () => {
    const name = `auditor-${crypto.randomUUID().slice(0, 8)}`;
    const made = await api.call(
      "createRole",
      { body: { name, label, permissions: ["report:read"] } },
      admin,
    );
    expect(made.body).toEqual({ name, label, permissions: ["report:read"], builtIn: false });
    const token = await openSession(await addPerson({ roles: [name] }));
    const allowed = async () => (await api.call("getMe", {}, token)).body.permissions;
    expect(await allowed()).toContain("report:read");
    await api.call(
      "updateRole",
      { params: { name }, body: { permissions: ["audit:read"] } },
      admin,
    );
    expect(await allowed()).not.toContain("report:read");
    expect(await allowed()).toContain("audit:read");
    const again = await api.call("createRole", { body: { name, label, permissions: [] } }, admin);
    expect(again.problem?.code).toBe("ALREADY_EXISTS");
  });

  it("that come with the product are listed first and can't be changed or replaced", async () => {
    const { body: list } = await api.call("listRoles", {}, admin);
    const names = list.items.slice(0, 5).map(({ name }) => name);
    expect(names).toEqual(["employee", "operator", "manager", "coordinator", "admin"]);
    const changed = await api.call(
      "updateRole",
      { params: { name: "employee" }, body: { permissions: [] } },
      admin,
    );
    expect(changed.problem?.code).toBe("WRONG_STATE");
    const made = await api.call(
      "createRole",
      { body: { name: "admin", label, permissions: [] } },
      admin,
    );
    expect(made.problem?.code).toBe("ALREADY_EXISTS");
    const none = await api.call("updateRole", { params: { name: "toString" }, body: {} }, admin);
    expect(none.problem?.code).toBe("NOT_FOUND");
  });
});

describe("delegations", () => {
  const span = { from: "2026-01-01T00:00:00Z", to: "2099-01-01T00:00:00Z" };

  it("are seen from both sides, count while they last, and end when their giver ends them", async () => {
    const [alice, bob] = [await addPerson({ name: "Alice" }), await addPerson({ name: "Bob" })];
    const [hers, his] = [await openSession(alice), await openSession(bob)];
    const given = await api.call(
      "createDelegation",
      { body: { delegateId: bob.userId, ...span } },
      hers,
    );
    expect(given.body).toMatchObject({
      principal: { name: "Alice" },
      delegate: { name: "Bob" },
      templateIds: null,
    });
    expect((await api.call("listDelegations", {}, hers)).body).toEqual({
      given: [given.body],
      received: [],
    });
    expect((await api.call("listDelegations", {}, his)).body).toEqual({
      given: [],
      received: [given.body],
    });
    const at = (now: string) => activeDelegationsFor(bob.userId, now);
    expect(await at("2026-06-01T00:00:00.000Z")).toHaveLength(1);
    expect(await at("2025-12-31T23:59:59.999Z")).toHaveLength(0);
    expect(await at("2099-01-01T00:00:00.000Z")).toHaveLength(0);
    const params = { id: given.body.id };
    expect((await api.call("deleteDelegation", { params }, his)).problem?.code).toBe("NOT_FOUND");
    expect((await api.call("deleteDelegation", { params }, hers)).status).toBe(204);
    expect(await at("2026-06-01T00:00:00.000Z")).toHaveLength(0);
  });

  it("may overlap", async () => {
    const [alice, bob, carol] = [await addPerson(), await addPerson(), await addPerson()];
    const token = await openSession(alice);
    for (const { userId } of [bob, carol, bob]) {
      const { status } = await api.call(
        "createDelegation",
        { body: { delegateId: userId, ...span } },
        token,
      );
      expect(status).toBe(201);
    }
  });

  it("are refused to oneself, to leavers, into the past, backwards and for unknown templates", async () => {
    const [alice, leaver] = [await addPerson(), await addPerson({ state: "deactivated" })];
    const token = await openSession(alice);
    const faults = async (given: object) => {
      const call = { body: { delegateId: grace.userId, ...span, ...given } };
      const { problem } = await api.call("createDelegation", call, token);
      return problem?.issues.map(({ path, code }) => `${path}: ${code}`);
    };
    expect(await faults({ delegateId: alice.userId })).toEqual(["delegateId: own"]);
    expect(await faults({ delegateId: leaver.userId })).toEqual(["delegateId: not_found"]);
    expect(await faults({ from: "2020-01-01T00:00:00Z", to: "2020-02-01T00:00:00Z" })).toEqual([
      "to: past",
    ]);
    expect(await faults({ from: span.to, to: span.from })).toEqual(["to: custom"]);
    expect(await faults({ templateIds: ["tpl_none"] })).toEqual(["templateIds.0: not_found"]);
  });
});
