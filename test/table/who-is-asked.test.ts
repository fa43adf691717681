import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ChainNode } from "#shared/approval/chain.ts";
import { createCalendar } from "#shared/calendar/create.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import { createDepartment } from "#shared/org/create-department.ts";
import { createService } from "#shared/org/create-service.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { updateUser } from "#shared/org/update-user.ts";
import { createTicket } from "#shared/ticket/create.ts";
import { submitTicket } from "#shared/ticket/submit.ts";
import { ctxOf } from "#test/support/ctx.ts";
import { addPerson } from "#test/support/factory.ts";
import { ask, pageOf, publish, type Given } from "#test/support/office.ts";
import { reply, startOutside } from "#test/support/outside.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let outside: Awaited<ReturnType<typeof startOutside>>;
let alice: UserRecord;
let bob: UserRecord;
let carol: UserRecord;
let admin: UserRecord;

const system = () => systemCtx("test", new Date().toISOString());
const both = (en: string) => ({ en, "zh-CN": en });

beforeAll(async () => {
  engine = await ownTable();
  process.env["HTTP_ALLOW_PRIVATE"] = "1";
  outside = await startOutside();
  [alice, bob, carol, admin] = await Promise.all([
    addPerson({ name: "Alice" }),
    addPerson({ name: "Bob" }),
    addPerson({ name: "Carol" }),
    addPerson({ name: "Grace", roles: ["admin"] }),
  ]);
  const sales = { name: "Sales", parentId: null, leaderId: bob.userId, approverIds: [] };
  const departmentId = await createDepartment(system(), sales);
  await updateUser(system(), { userId: alice.userId, departmentIds: [departmentId] });
});
afterAll(async () => {
  await outside.stop();
  await engine.stop();
});

type Submit = { values?: object; choices?: Record<string, string[]> };

/** Names of those who are asked first when Alice submits. */
async function asked(chain: ChainNode[], given: Given = {}, submit: Submit = {}) {
  return askedBy(await publish(chain, given), submit);
}

async function askedBy(templateId: string, submit: Submit = {}) {
  const { values = {}, choices = {} } = submit;
  const ctx = await ctxOf(alice);
  const ticketId = await createTicket(ctx, {
    templateId,
    values: { purpose: "a test", ...values },
    choices,
  });
  await submitTicket(ctx, { ticketId });
  const { tasks } = await pageOf(ticketId);
  return tasks.map(({ assignee }) => assignee?.name).sort();
}

const who = (sources: object[], more: object = {}) => ask("stage", [], { who: sources, ...more });

/** Somebody whose team is led by `leaderId`; she leaves when `leave` is called. */
async function leaver(leaderId: string) {
  const team = { name: `Team ${leaderId}`, parentId: null, leaderId, approverIds: [] };
  const departmentId = await createDepartment(system(), team);
  const user = await addPerson({ name: "Gone" });
  await updateUser(system(), { userId: user.userId, departmentIds: [departmentId] });
  const leave = () => updateUser(system(), { userId: user.userId, state: "deactivated" });
  return { user, leave };
}

describe("somebody named who has left", () => {
  it("is replaced by her leader", async () => {
    const { user, leave } = await leaver(carol.userId);
    const templateId = await publish([ask("stage", [user])]);
    await leave();
    expect(await askedBy(templateId)).toEqual(["Carol"]);
  });

  it("is left out where the node says so; then nobody may be found", async () => {
    const { user, leave } = await leaver(carol.userId);
    const leaveOut = { ifLeft: "leave-out" };
    const [withBob, alone] = [
      await publish([ask("stage", [user, bob], leaveOut)]),
      await publish([ask("stage", [user], leaveOut)]),
    ];
    await leave();
    expect(await askedBy(withBob)).toEqual(["Bob"]);
    expect(await askedBy(alone)).toEqual(["Grace"]);
  });
});

describe("the owner of the service that the form names", () => {
  const service = { type: "service" as const, name: "service", label: both("Service") };
  const make = (primaryOwnerId: string, backupOwnerId: string | null) =>
    createService(system(), {
      ...{ name: `S ${primaryOwnerId} ${backupOwnerId}`, code: null, departmentId: null },
      ...{ description: "", primaryOwnerId, backupOwnerId },
    });
  const owner = who([{ serviceOwner: "service" }]);

  it("is the primary one; the backup where the primary asks for herself or has left", async () => {
    const fields = [service];
    const [first, own] = [
      await make(bob.userId, carol.userId),
      await make(alice.userId, carol.userId),
    ];
    expect(await asked([owner], { fields }, { values: { service: first } })).toEqual(["Bob"]);
    expect(await asked([owner], { fields }, { values: { service: own } })).toEqual(["Carol"]);
    const primary = await addPerson({ name: "Primary" });
    const left = await make(primary.userId, carol.userId);
    await updateUser(system(), { userId: primary.userId, state: "deactivated" });
    expect(await asked([owner], { fields }, { values: { service: left } })).toEqual(["Carol"]);
  });
});

describe("the requester's own choice", () => {
  const range = () => [{ users: [bob.email, carol.email, alice.email] }];
  const choice = (more: object = {}) =>
    who([{ choice: { from: range(), atLeast: 1, atMost: 2, ...more } }], { mode: "all" });

  it("is asked, within its range", async () => {
    const choices = { stage: [carol.userId, bob.userId] };
    expect(await asked([choice()], {}, { choices })).toEqual(["Bob", "Carol"]);
  });

  it.each([
    ["nobody", () => [], "required"],
    ["too many", () => [bob.userId, carol.userId, admin.userId], "too_many"],
    ["somebody twice", () => [bob.userId, bob.userId], "too_many"],
    ["somebody outside the range", () => [admin.userId], "not_allowed"],
    ["the requester herself", () => [alice.userId], "not_allowed"],
  ])("of %s is refused with its place", async (_what, picked, code) => {
    const submit = asked([choice()], {}, { choices: { stage: picked() } });
    const issues = [expect.objectContaining({ path: "choices.stage", code })];
    await expect(submit).rejects.toMatchObject({ code: "INVALID_INPUT", issues });
  });
});

describe("an outside system that names approvers", () => {
  const resolver = (path: string) =>
    who([{ resolver: { url: outside.url + path, timeoutSeconds: 1 } }]);

  it("is asked with form and requester", async () => {
    outside.answer("/who", reply(200, { users: [carol.email] }));
    expect(await asked([resolver("/who")])).toEqual(["Carol"]);
  });

  it.each([
    ["an error", reply(500, {})],
    ["garbage", reply(200, { people: ["x"] })],
    ["nobody we know", reply(200, { users: ["stranger@demo.test"] })],
  ])("and answers with %s names nobody: the node's own rule decides", async (what, answer) => {
    const path = `/who-${what.replaceAll(" ", "-")}`;
    outside.answer(path, answer);
    expect(await asked([resolver(path)])).toEqual(["Grace"]);
  });
});

describe("a time limit in working time", () => {
  it("counts the hours of its calendar", async () => {
    const hours = [{ from: "09:00", to: "10:00" }];
    const week = { "1": hours, "2": hours, "3": hours, "4": hours, "5": hours, "6": [], "7": [] };
    const name = both("An hour a day");
    await createCalendar(system(), { code: "hourly", name, zone: "UTC", week, days: [] });
    const timeLimit = { minutes: 150, calendar: "hourly", remindAt: 0.4, onTimeout: "approve" };
    const templateId = await publish([ask("stage", [bob], { timeLimit })]);
    // A Friday, half an hour before the day ends.
    const ctx = await ctxOf(alice, { now: "2026-03-06T09:30:00.000Z" });
    const ticketId = await createTicket(ctx, { templateId, values: { purpose: "x" } });
    await submitTicket(ctx, { ticketId });
    const [task] = (await pageOf(ticketId)).tasks;
    // 60 of 150 minutes: half an hour on Friday, half an hour on Monday.
    expect([task?.remindAt, task?.dueAt]).toEqual([
      "2026-03-09T09:30:00.000Z",
      "2026-03-10T10:00:00.000Z",
    ]);
  });

  it("a template that names a calendar which is not there is not published", async () => {
    const timeLimit = { minutes: 5, calendar: "nowhere", onTimeout: "approve" };
    await expect(publish([ask("stage", [bob], { timeLimit })])).rejects.toMatchObject({
      code: "TEMPLATE_INVALID",
      issues: [expect.objectContaining({ path: "chain.0.timeLimit.calendar" })],
    });
  });
});
