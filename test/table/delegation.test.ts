import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decideTask } from "#shared/approval/decide.ts";
import { after, minuteMs } from "#shared/core/clock.ts";
import { createDelegation } from "#shared/org/create-delegation.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { ctxOf } from "#test/support/ctx.ts";
import { addPerson } from "#test/support/factory.ts";
import { assertLaws } from "#test/support/laws.ts";
import { ask, historyOf, pageOf, publish, submitted, taskIdFor } from "#test/support/office.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let alice: UserRecord;
let bob: UserRecord;

beforeAll(async () => {
  engine = await ownTable();
  [alice, bob] = [await addPerson({ name: "Alice" }), await addPerson({ name: "Bob" })];
});
afterAll(() => engine.stop());

describe("a delegate", () => {
  async function lend(
    given: { from?: string; to?: string; templateIds?: string[] } = {},
  ): Promise<UserRecord> {
    const delegate = await addPerson({ name: "Erin" });
    await createDelegation(await ctxOf(bob), {
      delegateId: delegate.userId,
      from: "2020-01-01T00:00:00.000Z",
      to: "2099-01-01T00:00:00.000Z",
      templateIds: null,
      ...given,
    });
    return delegate;
  }

  async function decideFor(delegate: UserRecord, ticketId: string, now?: string): Promise<string> {
    const taskId = await taskIdFor(ticketId, bob);
    return decideTask(await ctxOf(delegate, now === undefined ? {} : { now }), {
      taskId,
      action: "approve",
    });
  }

  it("decides in the principal's name, and the record says who, for whom and by which delegation", async () => {
    const erin = await lend();
    const ticketId = await submitted(await publish([ask("stage", [bob])]), alice);
    await decideFor(erin, ticketId);
    const { tasks, events } = await pageOf(ticketId);
    expect(tasks).toMatchObject([
      {
        state: "approved",
        assignee: { name: "Bob" },
        actedBy: { id: erin.userId, name: "Erin" },
        delegationId: expect.stringMatching(/^dlg_/),
      },
    ]);
    expect(events.find(({ type }) => type === "task.approved")).toMatchObject({
      actor: { id: erin.userId },
      onBehalfOf: { id: bob.userId, name: "Bob" },
    });
    expect((await historyOf(ticketId)).at(-2)).toBe("task.approved by Erin for Bob");
    expect((await pageOf(ticketId)).ticket.outcome).toBe("approved");
    await assertLaws(ticketId);
  });

  it("does not keep the principal from deciding herself", async () => {
    await lend();
    const ticketId = await submitted(await publish([ask("stage", [bob])]), alice);
    const taskId = await taskIdFor(ticketId, bob);
    await decideTask(await ctxOf(bob), { taskId, action: "approve" });
    expect((await pageOf(ticketId)).tasks).toMatchObject([
      { actedBy: { name: "Bob" }, delegationId: null },
    ]);
  });

  it("acts only between the dates", async () => {
    const now = new Date().toISOString();
    const erin = await lend({ from: after(now, 60 * minuteMs), to: after(now, 120 * minuteMs) });
    const ticketId = await submitted(await publish([ask("stage", [bob])]), alice);
    await expect(decideFor(erin, ticketId, after(now, 59 * minuteMs))).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(decideFor(erin, ticketId, after(now, 121 * minuteMs))).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await decideFor(erin, ticketId, after(now, 61 * minuteMs));
    expect((await pageOf(ticketId)).ticket.outcome).toBe("approved");
    await assertLaws(ticketId);
  });

  it("acts only for the templates named", async () => {
    const [lent, kept] = [
      await publish([ask("stage", [bob])]),
      await publish([ask("stage", [bob])]),
    ];
    const erin = await lend({ templateIds: [lent] });
    await expect(decideFor(erin, await submitted(kept, alice))).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await decideFor(erin, await submitted(lent, alice));
  });

  it("can't pass it on: depth one", async () => {
    const erin = await lend();
    const frank = await addPerson({ name: "Frank" });
    const [from, to] = ["2020-01-01T00:00:00.000Z", "2099-01-01T00:00:00.000Z"];
    await createDelegation(await ctxOf(erin), {
      delegateId: frank.userId,
      from,
      to,
      templateIds: null,
    });
    const ticketId = await submitted(await publish([ask("stage", [bob])]), alice);
    await expect(decideFor(frank, ticketId)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
