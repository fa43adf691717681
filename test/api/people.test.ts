import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AuditEntity } from "#shared/audit/entity.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import { listRoleMembers } from "#shared/org/load.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { updateUser } from "#shared/org/update-user.ts";
import { here } from "#shared/table/model.ts";
import { TestApi } from "#test/support/app.ts";
import { ctxOf } from "#test/support/ctx.ts";
import { addPerson, openSession, password } from "#test/support/factory.ts";
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

async function audited(subjectId: string) {
  const { data } = await AuditEntity.query.audit({ subjectId }).go(here());
  return data.map(({ action, actorId, changes }) => ({ action, actorId, changes }));
}

function body(given: object = {}) {
  return { email: `${crypto.randomUUID()}@demo.test`, name: "Wang Wei 王伟", password, ...given };
}

describe("people", () => {
  it("are added with an audit row that holds no password, and can sign in", async () => {
    const created = await api.call(
      "createUser",
      { body: body({ roles: ["operator", "employee"] }) },
      admin,
    );
    expect(created.body).toMatchObject({ state: "active", roles: ["operator"], locale: "en" });
    const [row] = await audited(created.body.id);
    expect(row).toMatchObject({ action: "user.create", actorId: grace.userId });
    expect(JSON.stringify(row)).not.toMatch(/password|scrypt/);
    const { status } = await api.call("signIn", { body: { email: created.body.email, password } });
    expect(status).toBe(201);
  });

  it("never share a mail address, not even when two are added at once", async () => {
    const same = body({ email: `Same-${crypto.randomUUID()}@demo.test` });
    const answers = await Promise.all(
      [1, 2, 3].map(() => api.call("createUser", { body: same }, admin)),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.problem).toMatchObject({ code: "ALREADY_EXISTS", issues: [{ path: "email" }] });
  });

  it("are members of exactly the roles they hold while they are active", async () => {
    const user = await addPerson({ name: "Old Name", roles: ["operator", "manager"] });
    const change = (changes: object) =>
      api.call("updateUser", { params: { id: user.userId }, body: changes }, admin);
    const member = async (role: string) =>
      (await listRoleMembers(role)).find(({ id }) => id === user.userId)?.name;
    await change({ roles: ["manager", "coordinator"], name: "New Name" });
    expect([
      await member("operator"),
      await member("manager"),
      await member("coordinator"),
    ]).toEqual([undefined, "New Name", "New Name"]);
    await change({ state: "deactivated" });
    expect([await member("manager"), await member("coordinator")]).toEqual([undefined, undefined]);
    await change({ state: "active" });
    expect([await member("manager"), await member("coordinator")]).toEqual([
      "New Name",
      "New Name",
    ]);
  });

  it("changed by two at once keep one change and tell the other", async () => {
    const user = await addPerson();
    const ctx = await ctxOf(grace);
    const names = ["One", "Two", "Three", "Four"];
    const done = await Promise.allSettled(
      names.map((name) => updateUser(ctx, { userId: user.userId, name })),
    );
    const refused = done.filter((one) => one.status === "rejected");
    expect(refused.length).toBeLessThan(names.length);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: "CONFLICT" });
    const updates = (await audited(user.userId)).filter(({ action }) => action === "user.update");
    expect(updates).toHaveLength(names.length - refused.length);
  });

  it("can't deactivate themselves", async () => {
    const other = await addPerson({ roles: ["admin"] });
    const call = { params: { id: other.userId }, body: { state: "deactivated" as const } };
    const { problem } = await api.call("updateUser", call, await openSession(other));
    expect(problem?.code).toBe("WRONG_STATE");
    await api.call("updateUser", { params: call.params, body: { roles: [] } }, admin);
  });

  it("always have an administrator, also when the last two demote each other at once", async () => {
    const other = await addPerson({ roles: ["admin"] });
    const demote = (user: UserRecord) =>
      updateUser(systemCtx("test", grace.createdAt), { userId: user.userId, roles: [] });
    const done = await Promise.allSettled([demote(grace), demote(other)]);
    expect(done.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const [last] = await listRoleMembers("admin");
    const refusal = updateUser(systemCtx("test", grace.createdAt), {
      userId: last?.id ?? "",
      roles: [],
    });
    await expect(refusal).rejects.toMatchObject({ code: "IN_USE" });
    await updateUser(systemCtx("test", grace.createdAt), {
      userId: grace.userId,
      roles: ["admin"],
    });
  });

  it("are found by the beginning of name or address, leavers are not, and no secret is shown", async () => {
    const mark = crypto.randomUUID().slice(0, 8);
    const [zhang] = [
      await addPerson({ name: `${mark} 张三`, email: `zs-${mark}@demo.test` }),
      await addPerson({ name: `${mark} gone`, state: "deactivated" }),
    ];
    const token = await openSession(zhang);
    const find = async (q: string) =>
      (await api.call("searchPeople", { query: { q } }, token)).body.items;
    const found = { id: zhang.userId, name: zhang.name, email: zhang.email, departmentName: null };
    expect(await find(mark.toUpperCase())).toEqual([found]);
    expect(await find(`ZS-${mark}`)).toEqual([found]);
    expect(await find(`${mark} 李`)).toEqual([]);
    expect(await find("@")).toEqual([]);
    expect(
      (await api.call("searchPeople", { query: { id: zhang.userId } }, token)).body.items,
    ).toEqual([found]);
    expect((await find("")).length).toBeLessThanOrEqual(10);
  });

  it("are listed page by page, each once", async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: 3, ...(cursor === undefined ? {} : { cursor }) };
      const { body: page } = await api.call("listUsers", { query }, admin);
      expect(page.items.length).toBeLessThanOrEqual(3);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toContain(grace.userId);
    expect(seen.length).toBeGreaterThan(6);
  });

  it("change their own language and notices, nothing else", async () => {
    const alice = await addPerson();
    const token = await openSession(alice);
    const changed = await api.call(
      "updateMe",
      { body: { locale: "zh-CN", mailNotices: false } },
      token,
    );
    expect(changed.body).toMatchObject({ locale: "zh-CN", mailNotices: false, roles: [] });
    const { problem } = await api.loose("updateMe", { body: { roles: ["admin"] } }, token);
    expect(problem?.issues).toMatchObject([{ path: "roles", code: "unknown_field" }]);
  });

  it("are managed by those with the permission only", async () => {
    const token = await openSession(
      await addPerson({ roles: ["operator", "manager", "coordinator"] }),
    );
    for (const call of [
      api.call("createUser", { body: body() }, token),
      api.call("updateUser", { params: { id: grace.userId }, body: { roles: [] } }, token),
      api.call("listUsers", { query: {} }, token),
    ]) {
      expect((await call).problem?.code).toBe("FORBIDDEN");
    }
  });
});
