import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ownersOfService } from "#shared/org/load.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { TestApi } from "#test/support/app.ts";
import { addPerson, openSession } from "#test/support/factory.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let api: TestApi;
let admin: string;
let employee: string;
let bob: UserRecord;
let carol: UserRecord;
let leaver: UserRecord;

beforeAll(async () => {
  engine = await ownTable();
  api = new TestApi();
  admin = await openSession(await addPerson({ roles: ["admin"] }));
  employee = await openSession(await addPerson());
  bob = await addPerson({ name: "Bob" });
  carol = await addPerson({ name: "Carol" });
  leaver = await addPerson({ name: "Leaver", state: "deactivated" });
});
afterAll(() => engine.stop());

let made = 0;
const create = (given: object = {}) =>
  api.loose(
    "createService",
    { body: { name: `Gateway 网关 ${(made += 1)}`, primaryOwnerId: bob.userId, ...given } },
    admin,
  );
const created = async (given: object = {}) => (await create(given)).body as { id: string };
const update = (id: string, body: object) =>
  api.call("updateService", { params: { id }, body }, admin);
const look = async (id: string) =>
  (await api.call("getService", { params: { id } }, employee)).body;
const list = async (query: object) => (await api.call("listServices", { query }, employee)).body;

describe("a service", () => {
  it("is read with its owners by everybody signed in", async () => {
    const department = await api.call("createDepartment", { body: { name: "Platform" } }, admin);
    const departmentId = department.body.id;
    const { id } = await created({
      code: "pay-gw",
      departmentId,
      backupOwnerId: carol.userId,
      description: "Takes payments",
    });
    expect(await look(id)).toMatchObject({
      code: "pay-gw",
      department: { id: departmentId, name: "Platform" },
      primaryOwner: { id: bob.userId, name: "Bob", isActive: true },
      backupOwner: { id: carol.userId, name: "Carol", isActive: true },
      description: "Takes payments",
      state: "active",
    });
  });

  it("has owners who are active and differ, in a department that exists", async () => {
    const faults = async (given: object) =>
      (await create(given)).problem?.issues.map(({ path, code }) => `${path} ${code}`);
    expect(await faults({ primaryOwnerId: leaver.userId })).toEqual(["primaryOwnerId not_found"]);
    expect(await faults({ backupOwnerId: leaver.userId })).toEqual(["backupOwnerId not_found"]);
    expect(await faults({ backupOwnerId: bob.userId })).toEqual(["backupOwnerId same_owner"]);
    expect(await faults({ departmentId: "dep_01ARZ3NDEKTSV4RRFFQ69G5FAV" })).toEqual([
      "departmentId not_found",
    ]);
    const { id } = await created({ backupOwnerId: carol.userId });
    const { problem } = await update(id, { primaryOwnerId: carol.userId });
    expect(problem?.issues).toMatchObject([{ path: "backupOwnerId", code: "same_owner" }]);
  });

  it("can be mended while an owner has left, who is marked", async () => {
    const going = await addPerson({ name: "Going" });
    const { id } = await created({ primaryOwnerId: going.userId });
    await api.call(
      "updateUser",
      { params: { id: going.userId }, body: { state: "deactivated" } },
      admin,
    );
    expect((await update(id, { description: "orphaned" })).status).toBe(200);
    expect((await look(id)).primaryOwner).toMatchObject({ name: "Going", isActive: false });
    expect((await update(id, { primaryOwnerId: bob.userId })).body.primaryOwner.name).toBe("Bob");
  });

  it("has a code of its own, whatever its case; a code given up is free again", async () => {
    const { id } = await created({ code: "billing" });
    expect((await create({ code: "Billing" })).problem?.code).toBe("ALREADY_EXISTS");
    const other = await created({ code: "ledger" });
    expect((await update(other.id, { code: "BILLING" })).problem?.code).toBe("ALREADY_EXISTS");
    expect((await update(id, { code: "Billing" })).body.code).toBe("Billing");
    expect((await update(id, { code: null })).body.code).toBeNull();
    expect((await update(other.id, { code: "billing" })).body.code).toBe("billing");
    expect((await create({ code: "ledger" })).status).toBe(201);
  });

  it("names its owners for the approval engine, primary first, active or not", async () => {
    const { id } = await created({ primaryOwnerId: carol.userId, backupOwnerId: bob.userId });
    expect((await ownersOfService(id)).map(({ name }) => name)).toEqual(["Carol", "Bob"]);
    const alone = await created();
    expect((await ownersOfService(alone.id)).map(({ name }) => name)).toEqual(["Bob"]);
    expect(await ownersOfService("svc_01ARZ3NDEKTSV4RRFFQ69G5FAV")).toEqual([]);
  });
});

describe("the list of services", () => {
  const names = async (query: object) => (await list(query)).items.map(({ name }) => name);

  it("is by name, in pages without a gap, also under a search", async () => {
    for (const name of ["Search c", "Search a", "other", "Search b", "Search d"]) {
      await created({ name });
    }
    const all: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await list({ q: "SEARCH", limit: 2, ...(cursor ? { cursor } : {}) });
      expect(page.items.length).toBeLessThanOrEqual(2);
      all.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(all).toEqual(["Search a", "Search b", "Search c", "Search d"]);
    const { items, nextCursor } = await list({ limit: 1 });
    const next = await list({ limit: 100, cursor: nextCursor });
    expect(items[0]?.name.toLowerCase() ?? "").toBe(
      [...items, ...next.items].map(({ name }) => name.toLowerCase()).sort()[0],
    );
  });

  it("finds words inside names and codes, in any order", async () => {
    await created({ name: "支付网关 Payments", code: "pay-core" });
    expect(await names({ q: "网关 pay" })).toContain("支付网关 Payments");
    expect(await names({ q: "pay-core" })).toEqual(["支付网关 Payments"]);
    expect(await names({ q: "nothing like it" })).toEqual([]);
  });

  it("leaves retired ones out where only active ones are asked for", async () => {
    const { id } = await created({ name: "Old mainframe" });
    await update(id, { state: "retired" });
    expect(await names({ q: "mainframe", state: "active" })).toEqual([]);
    expect(await names({ q: "mainframe" })).toEqual(["Old mainframe"]);
  });
});
