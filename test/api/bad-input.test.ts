import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contract, type OperationName } from "#shared/contract/index.ts";
import type { Operation } from "#shared/contract/operation.ts";
import { builtInRoles } from "#shared/core/permission.ts";
import { TestApi, origin } from "#test/support/app.ts";
import { addPerson, openSession } from "#test/support/factory.ts";
import { ulid, unknownIds } from "#test/support/ids.ts";
import { planOf, sourceOf } from "#test/support/plans.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let api: TestApi;
let admin: string;

beforeAll(async () => {
  engine = await ownTable();
  api = new TestApi();
  const everything = Object.keys(builtInRoles).filter((role) => role !== "employee");
  admin = await openSession(await addPerson({ roles: everything }));
});
afterAll(() => engine.stop());

const operations = Object.entries<Operation>(contract) as [OperationName, Operation][];
const readers = operations.filter(([, { method }]) => method === "GET");

function post(path: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  const init = {
    method: "POST",
    body,
    headers: {
      origin,
      cookie: `countersign_session=${admin}`,
      "content-type": "application/json",
      ...headers,
    },
  };
  return api.raw(path, init);
}

async function seen(response: Response) {
  const body = (await response.json()) as {
    code: string;
    issues: { path: string; code: string }[];
  };
  return [response.status, body.code, ...body.issues.map(({ path, code }) => `${path}: ${code}`)];
}

const person = { email: "new@demo.test", name: "New", password: "long enough" };

describe("a body", () => {
  it.each<[string, unknown, (string | number)[]]>([
    ["of a wrong type", { ...person, name: 7 }, [400, "INVALID_INPUT", "name: invalid_type"]],
    [
      "with an unknown field",
      { ...person, isAdmin: true },
      [400, "INVALID_INPUT", "isAdmin: unknown_field"],
    ],
    ["without a field", { ...person, name: undefined }, [400, "INVALID_INPUT", "name: required"]],
    [
      "with several faults",
      { email: "x", name: "", password: "short" },
      [400, "INVALID_INPUT", "email: invalid_format", "name: too_small", "password: too_small"],
    ],
    [
      "with a wrong item in a list",
      { ...person, departmentIds: ["nope"] },
      [400, "INVALID_INPUT", "departmentIds.0: invalid_format"],
    ],
    [
      "with an unknown department",
      { ...person, departmentIds: [`dep_${ulid}`] },
      [400, "INVALID_INPUT", "departmentIds.0: not_found"],
    ],
    [
      "with an unknown role",
      { ...person, roles: ["no-such"] },
      [400, "INVALID_INPUT", "roles.0: not_found"],
    ],
    [
      "with a string of 200 KB",
      { ...person, name: "x".repeat(200_000) },
      [400, "INVALID_INPUT", "name: too_big"],
    ],
    [
      "with a string of 1 MB",
      { ...person, name: "x".repeat(1_000_000) },
      [413, "PAYLOAD_TOO_LARGE"],
    ],
    ["that is a list", [], [400, "INVALID_INPUT", ": invalid_type"]],
    ["that is null", null, [400, "INVALID_INPUT", ": invalid_type"]],
  ])("%s is refused by path and code", async (_, body, expected) => {
    expect(await seen(await post("/users", JSON.stringify(body)))).toEqual(expected);
  });

  it.each<[string, string, (string | number)[]]>([
    [
      "10,000 lists deep",
      "[".repeat(10_000) + "]".repeat(10_000),
      [400, "INVALID_INPUT", ": too_deep"],
    ],
    [
      "10,000 objects deep",
      '{"a":'.repeat(10_000) + "1" + "}".repeat(10_000),
      [400, "INVALID_INPUT", ": too_deep"],
    ],
    [
      "deep in a place that takes any value",
      `{"templateId":"tpl_${ulid}","values":{"a":${"[".repeat(10_000)}${"]".repeat(10_000)}}}`,
      [400, "INVALID_INPUT", ": too_deep"],
    ],
    ["cut off", '{"email": "a', [400, "MALFORMED_JSON"]],
    ["empty", "", [400, "MALFORMED_JSON"]],
    ["not JSON", "email=a", [400, "MALFORMED_JSON"]],
    [
      "with a prototype in it",
      '{"__proto__":{"isAdmin":true},"email":"a@b.co","name":"n","password":"long enough"}',
      [400, "INVALID_INPUT", "__proto__: unknown_field"],
    ],
  ])("that is %s is refused", async (_, text, expected) => {
    const path = text.includes("templateId") ? "/tickets" : "/users";
    expect(await seen(await post(path, text))).toEqual(expected);
  });

  it("keeps brackets inside strings for what they are", async () => {
    const name = `${"[{".repeat(50)}\\"`;
    const response = await post("/users", JSON.stringify({ ...person, name }));
    expect(response.status).toBe(201);
  });

  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonp",
    "",
  ])("of type “%s” is refused, which keeps plain forms of other sites out", async (type) => {
    const response = await post("/users", JSON.stringify(person), { "content-type": type });
    expect(await seen(response)).toEqual([415, "UNSUPPORTED_MEDIA_TYPE"]);
  });

  it("is refused by its declared length before it is read", async () => {
    const response = await post("/users", "{}", { "content-length": "300000" });
    expect(await seen(response)).toEqual([413, "PAYLOAD_TOO_LARGE"]);
  });

  it("may be absent or {} where none is needed, and nothing else", async () => {
    const path = `/templates/tpl_${ulid}/publish`;
    expect((await post(path, "", { "content-type": "" })).status).toBe(404);
    expect((await post(path, "{}")).status).toBe(404);
    expect(await seen(await post(path, '{"force":true}'))).toEqual([
      400,
      "INVALID_INPUT",
      "force: unknown_field",
    ]);
  });
});

describe("a query", () => {
  it.each([
    ["limit=0", "limit: too_small"],
    ["limit=101", "limit: too_big"],
    ["limit=ten", "limit: invalid_type"],
    ["limit=1&limit=2", "limit: invalid_type"],
    ["colour=red", "colour: unknown_field"],
    [`cursor=${"x".repeat(2001)}`, "cursor: too_big"],
  ])("“%s” is refused by path and code", async (query, issue) => {
    const init = { headers: { cookie: `countersign_session=${admin}` } };
    expect(await seen(await api.raw(`/users?${query}`, init))).toEqual([
      400,
      "INVALID_INPUT",
      issue,
    ]);
  });

  const paged = readers.filter(([, { query }]) => {
    return query !== undefined && "shape" in query && "cursor" in (query.shape as object);
  });

  it.each(paged.map(([name]) => name))(
    "of %s refuses a cursor that it did not give",
    async (name) => {
      const me = (await api.call("getMe", {}, admin)).body;
      const source = sourceOf(planOf());
      const { body: plan } = await api.call("createPlan", { body: { source } }, admin);
      const ids: Record<string, string> = { plans: plan.id, orders: `ord_${ulid}` };
      const id = ids[contract[name].path.split("/")[1] ?? ""] ?? me.id;
      const cursors = ["x", "eyJwayI6IngifQ", "eyJwayI6IngifQ.AAAAAAAAAAAAAAAAAAAAAA", "..", "%00"];
      for (const cursor of cursors) {
        const days = name === "listReportTickets" ? { from: "2026-01-01", to: "2026-01-31" } : {};
        const { problem } = await api.loose(
          name,
          { params: { id, code: "wait", seq: 1 }, query: { cursor, ...days } },
          admin,
        );
        expect([problem?.status, problem?.code]).toEqual([400, "INVALID_CURSOR"]);
      }
    },
  );
});

describe("an address", () => {
  it.each([
    ["GET", "/nowhere", 404, "NOT_FOUND"],
    ["GET", "/users/../../etc/passwd", 404, "NOT_FOUND"],
    ["GET", "/tickets/%E0%A4%A", 400, "INVALID_INPUT"],
    ["GET", "/tickets/nonsense", 400, "INVALID_INPUT"],
    ["DELETE", "/users", 405, "METHOD_NOT_ALLOWED"],
    ["PUT", "/session", 405, "METHOD_NOT_ALLOWED"],
    ["OPTIONS", "/me", 405, "METHOD_NOT_ALLOWED"],
  ])("%s %s answers %i", async (method, path, status, code) => {
    const headers = { origin, cookie: `countersign_session=${admin}` };
    const response = await api.raw(path, { method, headers });
    const body = (await response.json()) as { code: string };
    expect([response.status, body.code]).toEqual([status, code]);
    if (status === 405) expect(response.headers.get("allow")).toMatch(/GET|POST/);
  });

  const byId = readers.filter(([, { path }]) => path.includes("{"));
  it.each(byId.map(([name, operation]) => [name, operation] as const))(
    "of %s with an id nobody has answers NOT_FOUND",
    async (name, operation) => {
      const { problem } = await api.loose(name, { params: unknownIds(operation) }, admin);
      expect([problem?.status, problem?.code]).toEqual([404, "NOT_FOUND"]);
    },
  );
});

describe("an error that nobody foresaw", () => {
  it("tells the caller nothing but an id", async () => {
    const table = process.env["TABLE_NAME"];
    process.env["TABLE_NAME"] = "no-such-table";
    try {
      const response = await api.raw("/health");
      const text = await response.text();
      expect(response.status).toBe(500);
      expect(JSON.parse(text)).toMatchObject({ code: "INTERNAL", issues: [] });
      expect(text).not.toMatch(/table|Resource|dynamo/i);
    } finally {
      process.env["TABLE_NAME"] = table;
    }
  });
});
