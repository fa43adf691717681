import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemCtx } from "#shared/core/ctx.ts";
import type { FormField } from "#shared/form/schema.ts";
import { createService } from "#shared/org/create-service.ts";
import { updateService } from "#shared/org/update-service.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { TestApi } from "#test/support/app.ts";
import { addPerson, openSession } from "#test/support/factory.ts";
import { list } from "#test/support/option-source.ts";
import {
  after,
  external,
  label,
  newPath,
  optionTemplate,
  templateOf,
} from "#test/support/option-field.ts";
import { ask, publish, taskIdFor } from "#test/support/office.ts";
import { reply, startOutside, type Outside } from "#test/support/outside.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let outside: Outside;
let api: TestApi;
let bob: UserRecord;
let alice: string;

beforeAll(async () => {
  engine = await ownTable();
  outside = await startOutside();
  process.env["HTTP_ALLOW_PRIVATE"] = "1";
  api = new TestApi({ TEST_CLOCK: "1" });
  bob = await addPerson({ name: "Bob" });
  alice = await openSession(await addPerson({ name: "Alice" }));
});
afterAll(async () => {
  delete process.env["HTTP_ALLOW_PRIVATE"];
  await outside.stop();
  await engine.stop();
});

/** Asks for the options, so that they are kept. */
const look = (id: string) =>
  api.call(
    "listOptions",
    { params: { id, field: "supplier" }, body: { values: {} }, headers: after(0) },
    alice,
  );

describe("a choice that is handed in", () => {
  const draft = async (id: string, values: object) => {
    const body = { templateId: id, values: { purpose: "a test", ...values } };
    return (await api.call("createTicket", { body }, alice)).body.id;
  };
  const submit = (id: string, seconds = 0) =>
    api.call("submitTicket", { params: { id }, headers: after(seconds) }, alice);
  const acme = { value: "s-1", label: "Acme 供应商" };
  const faults = (problem: { issues: { path: string; code: string }[] } | undefined) =>
    problem?.issues.map(({ path, code }) => `${path} ${code}`);

  it("is looked up again, and stored with the label of the source", async () => {
    const { id, path } = await optionTemplate(outside, bob);
    outside.answer(path, list());
    const { body } = await submit(await draft(id, { supplier: { ...acme, label: "Anything" } }));
    expect(body.values["supplier"]).toEqual(acme);
  });

  it("that nobody offers is a fault of its field", async () => {
    const { id, path } = await optionTemplate(outside, bob, { multiple: true });
    outside.answer(path, list());
    const chosen = [acme, { value: "s-9", label: "Nobody" }];
    const { problem } = await submit(await draft(id, { supplier: chosen }));
    expect(faults(problem)).toEqual(["form.supplier.1 not_offered"]);
  });

  it("that is new since the answer was kept is asked for", async () => {
    const { id, path } = await optionTemplate(outside, bob);
    outside.answer(path, list([]), list());
    await look(id);
    expect((await submit(await draft(id, { supplier: acme }))).status).toBe(200);
    expect(outside.calls(path)).toHaveLength(2);
  });

  it("is taken while the source is down if its last answer holds it", async () => {
    const { id, path } = await optionTemplate(outside, bob);
    outside.answer(path, list(), reply(503));
    await look(id);
    expect((await submit(await draft(id, { supplier: acme }), 3600)).status).toBe(200);
    const other = await draft(id, { supplier: { value: "s-9", label: "Nobody" } });
    expect(faults((await submit(other, 3600)).problem)).toEqual(["form.supplier not_confirmed"]);
  });

  it("is refused while the source is down and has never answered, and the draft stays", async () => {
    const { id, path } = await optionTemplate(outside, bob);
    outside.answer(path, reply(503));
    const ticket = await draft(id, { supplier: acme });
    expect(faults((await submit(ticket)).problem)).toEqual(["form.supplier not_confirmed"]);
    const kept = await api.call("getTicket", { params: { id: ticket } }, alice);
    expect(kept.body).toMatchObject({ state: "draft", values: { supplier: acme } });
  });

  it("is a service that is there and active, shown by its name", async () => {
    const ctx = systemCtx("test", new Date().toISOString());
    const rest = { code: null, departmentId: null, backupOwnerId: null, description: "" };
    const serviceId = await createService(ctx, {
      name: "Payments",
      primaryOwnerId: bob.userId,
      ...rest,
    });
    const id = await templateOf(bob, { type: "service", name: "service", label });
    const { body } = await submit(await draft(id, { service: serviceId }));
    expect(body.names).toMatchObject({ [serviceId]: "Payments" });
    const late = await draft(id, { service: serviceId });
    await updateService(ctx, { serviceId, state: "retired" });
    expect(faults((await submit(late)).problem)).toEqual(["form.service not_found"]);
  });

  it("by an approver is looked up as well, and nothing else is while she changes other fields", async () => {
    const path = newPath();
    outside.answer(path, list(), reply(503));
    const fields = { supplier: "edit", note: "edit" };
    const note: FormField = { type: "text", name: "note", label };
    const shown = external(`${outside.url}${path}`);
    const templateId = await publish([ask("stage", [bob], { fields })], { fields: [note, shown] });
    const ticketId = await draft(templateId, { supplier: acme });
    await submit(ticketId);
    const change = async (values: object) =>
      api.call(
        "changeTaskForm",
        {
          params: { id: await taskIdFor(ticketId) },
          body: { values: { ...values } },
          headers: after(3600),
        },
        await openSession(bob),
      );
    const { problem } = await change({ supplier: { value: "s-9", label: "Nobody" } });
    expect(faults(problem)).toEqual(["form.supplier not_confirmed"]);
    const calls = outside.calls(path).length;
    expect((await change({ note: "as agreed" })).status).toBe(200);
    expect(outside.calls(path)).toHaveLength(calls);
    expect((await change({ supplier: { value: "s-2", label: "x" } })).status).toBe(200);
    const { body } = await api.call("getTicket", { params: { id: ticketId } }, alice);
    expect(body.values["supplier"]).toEqual({ value: "s-2", label: "Bolt & Sons" });
  });
});
