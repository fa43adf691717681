import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TestApi } from "#test/support/app.ts";
import { addPerson, openSession, templateSource } from "#test/support/factory.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let api: TestApi;
let token: string;

beforeAll(async () => {
  engine = await ownTable();
  api = new TestApi();
  token = await openSession(await addPerson({ roles: ["admin"] }));
});
afterAll(() => engine.stop());

function withKey(key = crypto.randomUUID()) {
  return { "idempotency-key": key };
}

async function departments(name: string) {
  const { body } = await api.call("listDepartments", {}, token);
  return body.items.filter((one) => one.name === name);
}

function create(name: string, headers: Record<string, string>) {
  return api.call("createDepartment", { body: { name }, headers }, token);
}

describe("a write with a retry key", () => {
  it("sent twice is done once and answered alike", async () => {
    const headers = withKey();
    const [first, second] = [await create("Twice", headers), await create("Twice", headers)];
    expect(first.status).toBe(201);
    expect([second.status, second.body]).toEqual([first.status, first.body]);
    expect(await departments("Twice")).toHaveLength(1);
  });

  it("raced ten times is done once, and all ten are answered alike", async () => {
    const headers = withKey();
    const answers = await Promise.all(Array.from({ length: 10 }, () => create("Raced", headers)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(await departments("Raced")).toHaveLength(1);
  });

  it("with another body is refused, and nothing is done", async () => {
    const headers = withKey();
    await create("First body", headers);
    const { status, problem } = await create("Other body", headers);
    expect([status, problem?.code]).toEqual([422, "IDEMPOTENCY_KEY_REUSED"]);
    expect(await departments("Other body")).toHaveLength(0);
  });

  it("to another address is refused", async () => {
    const headers = withKey();
    await create("Here", headers);
    const body = { name: "Here" };
    const call = { params: { id: (await departments("Here"))[0]?.id ?? "" }, body, headers };
    expect((await api.call("updateDepartment", call, token)).problem?.code).toBe(
      "IDEMPOTENCY_KEY_REUSED",
    );
  });

  it("of one person says nothing about the same key of another", async () => {
    const headers = withKey();
    const other = await openSession(await addPerson({ roles: ["admin"] }));
    await create("Shared key", headers);
    await api.call("createDepartment", { body: { name: "Shared key" }, headers }, other);
    expect(await departments("Shared key")).toHaveLength(2);
  });

  it("that was refused may be sent again with the same key", async () => {
    const headers = withKey();
    const parentId = "dep_01ARZ3NDEKTSV4RRFFQ69G5FAV";
    const refused = await api.call(
      "createDepartment",
      { body: { name: "Later", parentId }, headers },
      token,
    );
    expect(refused.problem?.code).toBe("INVALID_INPUT");
    expect((await create("Later", headers)).status).toBe(201);
  });

  it("answers a repeat whose state has moved on with the record as it is now", async () => {
    const created = await api.call("createTemplate", { body: { source: templateSource() } }, token);
    const params = { id: created.body.id };
    const headers = withKey();
    const publish = () => api.call("publishTemplate", { params, headers }, token);
    await publish();
    await api.call("disableTemplate", { params }, token);
    expect((await publish()).body).toMatchObject({ state: "disabled", version: 1 });
  });

  it("answers a repeated delete like the first", async () => {
    const delegate = await addPerson();
    const [from, to] = ["2026-01-01T00:00:00Z", "2099-01-01T00:00:00Z"];
    const body = { delegateId: delegate.userId, from, to };
    const { body: delegation } = await api.call("createDelegation", { body }, token);
    const call = { params: { id: delegation.id }, headers: withKey() };
    expect((await api.call("deleteDelegation", call, token)).status).toBe(204);
    expect((await api.call("deleteDelegation", call, token)).status).toBe(204);
    const again = await api.call("deleteDelegation", { params: call.params }, token);
    expect(again.problem?.code).toBe("NOT_FOUND");
  });

  it.each(["", "with space", "é", "x".repeat(201)])("of the form “%s” is refused", async (key) => {
    const { problem } = await create("Bad key", { "idempotency-key": key });
    expect(problem?.issues).toMatchObject([{ path: "idempotency-key" }]);
  });
});

it("a write without a key is done as often as it is sent", async () => {
  await create("No key", {});
  await create("No key", {});
  expect(await departments("No key")).toHaveLength(2);
});
