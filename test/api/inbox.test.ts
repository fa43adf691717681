import { afterAll, beforeAll, expect, it } from "vitest";
import type { UserRecord } from "#shared/org/record.ts";
import { TestApi } from "#test/support/app.ts";
import { Cast } from "#test/support/cast.ts";
import { addPerson, openSession } from "#test/support/factory.ts";
import { ask, publish, submitted } from "#test/support/office.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let api: TestApi;
let alice: UserRecord;
let bob: UserRecord;
let token: string;

beforeAll(async () => {
  engine = await ownTable();
  api = new TestApi();
  await new Cast().enter();
  alice = await addPerson({ name: "Alice" });
  bob = await addPerson({ name: "Bob" });
  token = await openSession(bob);
});
afterAll(() => engine.stop());

it("the inbox shows only tickets of one template when it is asked to, and leaves none of them out", async () => {
  const [wanted, other] = [await publish([ask("one", [bob])]), await publish([ask("one", [bob])])];
  const ids = [await submitted(wanted, alice), await submitted(wanted, alice)];
  await submitted(other, alice);
  const list = async (query: object) =>
    (await api.call("listTasks", { query }, token)).body.items.map(({ ticket }) => ticket);
  const found = await list({ type: wanted });
  expect(found.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  expect(found.every(({ templateId }) => templateId === wanted)).toBe(true);
  expect(await list({})).toHaveLength(3);
});
