import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ticketCreate } from "#functions/action/ticket-create.ts";
import type { Call, Outcome } from "#shared/action/driver.ts";
import { both } from "#shared/core/text.ts";
import type { FormField } from "#shared/form/schema.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { createTicket } from "#shared/ticket/create.ts";
import { listTickets } from "#shared/ticket/list.ts";
import { callFor, missing } from "#test/support/call.ts";
import { ctxOf } from "#test/support/ctx.ts";
import { addPerson } from "#test/support/factory.ts";
import { assertLaws } from "#test/support/laws.ts";
import { ask, historyOf, pageOf, publish } from "#test/support/office.ts";
import { ownTable } from "#test/support/own-table.ts";

/** `ticket.create` on a real table. That the run machine calls it: action-people.test.ts. */

const disk: FormField = {
  ...{ type: "text", name: "disk", label: both("Disk", "磁盘"), required: true },
};

let engine: { stop: () => Promise<void> };
let bob: UserRecord;
let template: string;

beforeAll(async () => {
  engine = await ownTable();
  bob = await addPerson({ name: "Bob" });
  template = await publish([ask("review", [bob])], { fields: [disk] });
});
afterAll(() => engine.stop());

let calls = 0;

/** A call of a run that this person started; each call has a key of its own. */
function callOf(starter: UserRecord, parameters: object = {}, given: Partial<Call> = {}): Call {
  const { userId: id, name } = starter;
  const values = { purpose: "Change the disk", disk: "4" };
  calls += 1;
  return callFor(
    "ticket.create",
    { template, values, ...parameters },
    { startedBy: { id, name }, key: `ord_1-${calls}-0`, now: new Date().toISOString(), ...given },
  );
}

const nobody = { id: "system", name: "Countersign" };

async function ticketsOf(person: UserRecord): Promise<string[]> {
  const query = { limit: 50, view: "mine", sort: "-createdAt" } as never;
  return (await listTickets(await ctxOf(person), query)).items.map(({ id }) => id);
}

function createdBy(outcome: Outcome): { ticketId: string; number: string } {
  if (outcome.kind !== "succeeded") throw new Error(JSON.stringify(outcome));
  return outcome.output as { ticketId: string; number: string };
}

describe("ticket.create", () => {
  it("submits a ticket of whoever started the run, and names it", async () => {
    const alice = await addPerson({ name: "Alice" });
    const outcome = await ticketCreate.start(callOf(alice, { title: "Disk 4" }));
    const { ticketId, number } = createdBy(outcome);
    const { ticket } = await pageOf(ticketId);
    expect(ticket).toMatchObject({
      ...{ number, title: "Disk 4", requester: { name: "Alice" }, state: "in_approval" },
      summary: [{ value: "Change the disk" }],
    });
    expect(outcome).toMatchObject({ text: number });
    expect(await historyOf(ticketId)).toEqual([
      "ticket.created by Alice",
      "ticket.submitted by Alice",
      expect.any(String),
    ]);
    await assertLaws(ticketId);
  });

  it("called again under its key gives the same ticket, twice at once or later", async () => {
    const alice = await addPerson();
    const call = callOf(alice);
    const both = await Promise.all([ticketCreate.start(call), ticketCreate.start(call)]);
    const again = await ticketCreate.start({ ...call, attempt: 2 });
    const made = [...both, again].map((outcome) => createdBy(outcome));
    expect(new Set(made.map(({ ticketId }) => ticketId)).size).toBe(1);
    expect(new Set(made.map(({ number }) => number)).size).toBe(1);
    expect(await ticketsOf(alice)).toHaveLength(1);
    const other = createdBy(await ticketCreate.start(callOf(alice)));
    expect(other.ticketId).not.toBe(made[0]?.ticketId);
  });

  it("goes on with the draft of a call that broke off", async () => {
    const alice = await addPerson();
    const call = callOf(alice);
    const idempotency = { key: call.key, requestHash: "ticket.create" };
    const input = { templateId: template, values: { purpose: "Change the disk", disk: "4" } };
    const ticketId = await createTicket(await ctxOf(alice, { idempotency }), input);
    expect(createdBy(await ticketCreate.start(call)).ticketId).toBe(ticketId);
    expect((await pageOf(ticketId)).ticket.state).toBe("in_approval");
  });

  it("takes nothing for its own that somebody made under the same key for another reason", async () => {
    const alice = await addPerson();
    const call = callOf(alice);
    const idempotency = { key: call.key, requestHash: "of the browser" };
    await createTicket(await ctxOf(alice, { idempotency }), { templateId: template, values: {} });
    expect(await ticketCreate.start(call)).toMatchObject({
      ...{ kind: "failed", code: "IDEMPOTENCY_KEY_REUSED" },
    });
  });

  it("of a run that nobody started is whose the plan says, and nobody's else", async () => {
    const requester = await addPerson({ name: "Rita" });
    const given = { requester: requester.email };
    const own = createdBy(await ticketCreate.start(callOf(bob, given, { startedBy: nobody })));
    expect((await pageOf(own.ticketId)).ticket.requester.name).toBe("Rita");
    const alice = await addPerson({ name: "Alice" });
    const hers = createdBy(await ticketCreate.start(callOf(alice, given)));
    expect((await pageOf(hers.ticketId)).ticket.requester.name).toBe("Alice");
    const none = await ticketCreate.start(callOf(bob, {}, { startedBy: nobody }));
    expect(none).toMatchObject({ kind: "failed", code: "NOBODY_FOUND" });
  });

  it("picks people where the template lets the requester pick", async () => {
    const alice = await addPerson();
    const choosing = await publish([ask("pick", [], { who: [{ choice: { atMost: 2 } }] })]);
    const start = (choices: object) =>
      ticketCreate.start(callOf(alice, { template: choosing, values: {}, choices }));
    const { ticketId } = createdBy(await start({ pick: [bob.email] }));
    const { tasks } = await pageOf(ticketId);
    expect(tasks.map(({ assignee }) => assignee?.name)).toEqual(["Bob"]);
    expect(await start({ pick: ["no@demo.test"] })).toMatchObject({ code: "NOBODY_FOUND" });
    expect(await start({})).toMatchObject({ kind: "failed", code: "INVALID_INPUT" });
    expect(await ticketsOf(alice)).toEqual([ticketId]);
  });

  it.each<[string, object, object]>([
    ["a form that is not complete", { values: {} }, { code: "INVALID_INPUT" }],
    ["a field that is not there", { values: { disk: "4", no: 1 } }, { code: "INVALID_INPUT" }],
    ["no such template", { template: "tpl_00000000000000000000000001" }, { code: "NOT_FOUND" }],
  ])("fails on %s, and leaves no draft behind", async (_what, given, failure) => {
    const alice = await addPerson();
    const outcome = await ticketCreate.start(callOf(alice, given));
    expect(outcome).toMatchObject({ kind: "failed", ...failure });
    expect(await ticketsOf(alice)).toEqual([]);
  });

  it("fails for somebody who has left", async () => {
    const gone = await addPerson({ state: "deactivated" });
    expect(await ticketCreate.start(callOf(gone))).toMatchObject({ code: "NOBODY_FOUND" });
  });

  it("says in a drill that it is one, and in a dry run only what it would do", async () => {
    const alice = await addPerson({ name: "Alice", locale: "zh-CN" });
    const drill = createdBy(
      await ticketCreate.start(callOf(alice, { title: "更换磁盘" }, { mode: "drill" })),
    );
    expect((await pageOf(drill.ticketId)).ticket.title).toBe("演练：更换磁盘");
    const dry = (given: object = {}) => missing(ticketCreate.rehearse)(callOf(alice, given));
    expect(await dry()).toEqual({
      kind: "succeeded",
      text: "Would create a ticket “Request” of Alice.",
    });
    expect(await dry({ values: {} })).toMatchObject({ code: "INVALID_INPUT" });
    expect(await ticketsOf(alice)).toHaveLength(1);
  });
});
