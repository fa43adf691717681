import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ChainNode } from "#shared/approval/chain.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import type { FormField } from "#shared/form/schema.ts";
import { createService } from "#shared/org/create-service.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { createTemplate } from "#shared/template/create.ts";
import { publishTemplate } from "#shared/template/publish.ts";
import { TestApi } from "#test/support/app.ts";
import { addPerson, openSession } from "#test/support/factory.ts";
import { ask, sourceOf } from "#test/support/office.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let api: TestApi;
let bob: UserRecord;
let carol: UserRecord;
let alice: string;
let templateId: string;

const label = { en: "Field", "zh-CN": "字段" };
const cny = (amount: number) => ({ amount, currency: "CNY" });
const items: FormField = {
  type: "detailTable",
  name: "items",
  label,
  maxRows: 50,
  sums: ["amount"],
  columns: [
    { type: "text", name: "what", label, required: true },
    { type: "money", name: "amount", label, currencies: ["CNY"], required: true },
  ],
};

/** Carol is asked too when the details come to 10,000 or more. */
function chain(): ChainNode[] {
  const large = {
    when: { field: "items.amount", atLeast: 10_000 },
    nodes: [ask("large", [carol])],
  };
  const branch = { kind: "branch", id: "size", name: label, branches: [large], otherwise: [] };
  return [ask("first", [bob]), branch as ChainNode];
}

beforeAll(async () => {
  engine = await ownTable();
  api = new TestApi();
  [bob, carol] = [await addPerson({ name: "Bob" }), await addPerson({ name: "Carol" })];
  alice = await openSession(await addPerson({ name: "Alice" }));
  const ctx = systemCtx("test", new Date().toISOString());
  const service: FormField = { type: "service", name: "service", label };
  const owner: FormField = { type: "user", name: "owner", label };
  const given = {
    form: { fields: [items, service, owner], summary: ["items", "service", "owner"] },
  };
  const source = JSON.stringify({ ...JSON.parse(sourceOf(chain())), ...given });
  templateId = await createTemplate(ctx, { source });
  await publishTemplate(ctx, { templateId });
});
afterAll(() => engine.stop());

const rows = (...amounts: number[]) => amounts.map((one) => ({ what: "desk", amount: cny(one) }));
const create = async (values: object) =>
  (await api.loose("createTicket", { body: { templateId, values } }, alice)).body as { id: string };
const submit = (id: string) => api.call("submitTicket", { params: { id } }, alice);

describe("the total of the details", () => {
  const asked = async (...amounts: number[]) => {
    const body = { values: { items: rows(...amounts) } };
    const { steps } = (await api.call("previewChain", { params: { id: templateId }, body }, alice))
      .body;
    return steps.map(({ nodeId }) => nodeId);
  };

  it("chooses the branch, to the cent", async () => {
    expect(await asked(9_999.99)).toEqual(["first"]);
    expect(await asked(9_999.9, 0.1)).toEqual(["first", "large"]);
    // Added as binary numbers these would come to a little less.
    expect(await asked(...Array.from({ length: 10 }, () => 999.9), 1)).toEqual(["first", "large"]);
    expect(await asked()).toEqual(["first"]);
  });

  it("and the names of what the form refers to stand on the card", async () => {
    const ctx = systemCtx("test", new Date().toISOString());
    const rest = { code: null, departmentId: null, backupOwnerId: null, description: "" };
    const owner = bob.userId;
    const service = await createService(ctx, { name: "Payments", primaryOwnerId: owner, ...rest });
    const { id } = await create({ items: rows(0.1, 0.2), service, owner });
    const { body } = await submit(id);
    expect(body.summary.map(({ type, value }) => [type, value])).toEqual([
      ["detailTable", [cny(0.3)]],
      ["service", "Payments"],
      ["user", "Bob"],
    ]);
    expect(body.values["items"]).toEqual(rows(0.1, 0.2));
  });

  it("counts no row that is refused: the fault names row and column", async () => {
    const { id } = await create({ items: [...rows(1), { what: "chair" }] });
    const { problem } = await submit(id);
    expect(problem?.issues).toMatchObject([{ path: "form.items.1.amount", code: "required" }]);
  });
});
