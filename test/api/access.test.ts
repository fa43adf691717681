import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contract, type OperationName } from "#shared/contract/index.ts";
import type { Operation } from "#shared/contract/operation.ts";
import { builtInRoles } from "#shared/core/permission.ts";
import { TestApi } from "#test/support/app.ts";
import { addPerson, openSession } from "#test/support/factory.ts";
import { ulid, unknownIds } from "#test/support/ids.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let api: TestApi;
let admin: string;
let employee: string;

beforeAll(async () => {
  engine = await ownTable();
  api = new TestApi();
  const everything = Object.keys(builtInRoles).filter((role) => role !== "employee");
  admin = await openSession(await addPerson({ roles: everything }));
  employee = await openSession(await addPerson());
});
afterAll(() => engine.stop());

const operations = Object.entries<Operation>(contract) as [OperationName, Operation][];
const guarded = operations.filter(([, { access }]) => access !== "public" && access !== "token");

describe("access", () => {
  it.each(guarded)("%s needs a session, whatever is sent", async (name, operation) => {
    const { problem } = await api.loose(name, {
      params: unknownIds(operation),
      body: nothing(operation),
    });
    expect([problem?.status, problem?.code]).toEqual([401, "UNAUTHENTICATED"]);
  });

  const permitted = guarded.filter(([, { access }]) => {
    return access !== "person" && !builtInRoles["employee"]?.some((one) => one === access);
  });
  it.each(permitted)(
    "%s needs its permission, before its input is looked at",
    async (name, operation) => {
      const { problem } = await api.loose(
        name,
        { params: unknownIds(operation), body: nothing(operation) },
        employee,
      );
      expect([problem?.status, problem?.code]).toEqual([403, "FORBIDDEN"]);
    },
  );

  it("by a node's token needs the token", async () => {
    const params = { id: `ord_${ulid}_1`, seq: 1 };
    const body = { status: "succeeded" };
    const without = await api.loose("callbackNode", { params, body });
    expect(without.problem?.code).toBe("UNAUTHENTICATED");
    const headers = { authorization: "Bearer wrong" };
    const wrong = await api.loose("callbackNode", { params, body, headers });
    expect(wrong.problem?.code).toBe("NOT_FOUND");
  });
});

function nothing({ method }: Operation): unknown {
  return method === "GET" || method === "DELETE" ? undefined : {};
}

describe("nonsense", () => {
  const values = [
    null,
    [],
    "text",
    7,
    { a: { b: [1] } },
    { values: { a: null } },
    { id: { $ne: 1 } },
  ];
  it.each(operations)("to %s is never an error of ours", async (name, operation) => {
    const query = operation.method === "GET" ? { x: "1" } : {};
    const calls = values.map((value) => {
      const body = operation.method === "GET" ? undefined : value;
      return api.loose(name, { params: unknownIds(operation), body, query }, admin);
    });
    for (const { status } of await Promise.all(calls)) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    }
  });
});
