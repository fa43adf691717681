import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decideTask } from "#shared/approval/decide.ts";
import { now } from "#functions/lib/clock.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import { listNotices } from "#shared/notify/list.ts";
import { createDepartment } from "#shared/org/create-department.ts";
import type { UserRecord } from "#shared/org/record.ts";
import type { TicketRecord } from "#shared/ticket/record.ts";
import { findBell } from "#shared/workflow/bell.ts";
import { startMachine, type Machine } from "#stacks/local/machine.ts";
import { ctxOf } from "#test/support/ctx.ts";
import { addPerson } from "#test/support/factory.ts";
import { assertLaws } from "#test/support/laws.ts";
import { ask, historyOf, pageOf, publish, submitted, taskIdFor } from "#test/support/office.ts";
import { until } from "#test/support/until.ts";

// Ten minutes pass in a second: a limit of an hour is over after six.
const timeScale = 600;

let machine: Machine;
let alice: UserRecord;
let erin: UserRecord;
let bob: UserRecord;

beforeAll(async () => {
  machine = await startMachine({ inMemory: true, web: false, timeScale });
  erin = await addPerson({ name: "Erin" });
  const ctx = systemCtx("test", now());
  const department = { name: "Platform", parentId: null, leaderId: erin.userId, approverIds: [] };
  const departmentIds = [await createDepartment(ctx, department)];
  [alice, bob] = await Promise.all([
    addPerson({ name: "Alice", departmentIds }),
    addPerson({ name: "Bob", departmentIds }),
  ]);
});
afterAll(() => machine.stop());

async function begin(onTimeout: string, given: object = {}): Promise<string> {
  const timeLimit = { minutes: 60, onTimeout, ...given };
  const templateId = await publish([ask("stage", [bob], { timeLimit })]);
  return submitted(templateId, alice, { now: now() });
}

function whenTicket(
  ticketId: string,
  isWanted: (ticket: TicketRecord) => boolean,
): Promise<TicketRecord> {
  return until(`ticket ${ticketId}`, async () => {
    const { ticket } = await pageOf(ticketId);
    return isWanted(ticket) && ticket;
  });
}

const isCompleted = ({ state }: TicketRecord) => state === "completed";
const withoutBeginning = (history: string[]) => history.slice(3);

describe.concurrent("a stage with a time limit, by the approval machine", () => {
  it("reminds at its share of the time, then passes the task one level up, and whoever is asked then decides", async () => {
    const ticketId = await begin("escalate", { remindAt: 0.5 });
    await until("the escalation", async () => (await pageOf(ticketId)).tasks.length === 2);
    const { tasks, ticket, events } = await pageOf(ticketId);
    expect(
      tasks.map(({ assignee, state, voidReason, escalations }) => [
        assignee?.name,
        state,
        voidReason,
        escalations,
      ]),
    ).toEqual([
      ["Bob", "void", "timed_out", 0],
      ["Erin", "pending", null, 1],
    ]);
    expect(ticket.waiting?.people).toEqual([{ id: erin.userId, name: "Erin" }]);
    // Not before their time, by the clock of the product.
    const minutesOf = (type: string) => {
      const at = events.find((event) => event.type === type)?.at ?? "";
      return (Date.parse(at) - Date.parse(ticket.submittedAt ?? "")) / 60_000;
    };
    expect(minutesOf("task.reminded")).toBeGreaterThanOrEqual(30);
    expect(minutesOf("task.escalated")).toBeGreaterThanOrEqual(60);

    await decideTask(await ctxOf(erin, { now: now() }), {
      taskId: await taskIdFor(ticketId, erin),
      action: "approve",
    });
    expect(withoutBeginning(await historyOf(ticketId))).toEqual([
      "task.reminded by Countersign",
      "task.timedOut by Countersign",
      "task.escalated by Countersign",
      "task.approved by Erin",
      "ticket.completed by Erin",
    ]);
    await assertLaws(ticketId);
    await until("the notices", async () => {
      const told = await Promise.all(
        [bob, erin].map(async (person) =>
          (await listNotices(await ctxOf(person), { limit: 100 })).items
            .filter((notice) => notice.subject.id === ticketId)
            .map(({ kind }) => kind)
            .sort(),
        ),
      );
      return JSON.stringify(told) === '[["task.assigned","task.reminded"],["task.escalated"]]';
    });
  });

  it("approves by itself when the template says so, and says that nobody did", async () => {
    const ticketId = await begin("approve");
    const { outcome } = await whenTicket(ticketId, isCompleted);
    expect(outcome).toBe("approved");
    expect(withoutBeginning(await historyOf(ticketId))).toEqual([
      "task.timedOut by Countersign",
      "ticket.completed by Countersign",
    ]);
    expect((await pageOf(ticketId)).tasks).toMatchObject([
      { state: "void", voidReason: "timed_out", actedBy: null },
    ]);
    await assertLaws(ticketId);
  });

  it("refuses when the template says so: the ticket expires", async () => {
    const ticketId = await begin("refuse", { remindAt: 0.3 });
    const { outcome } = await whenTicket(ticketId, isCompleted);
    expect(outcome).toBe("expired");
    expect(withoutBeginning(await historyOf(ticketId))).toEqual([
      "task.reminded by Countersign",
      "task.timedOut by Countersign",
      "ticket.completed by Countersign",
    ]);
    await assertLaws(ticketId);
  });

  it("with nobody above leaves the task with the same person, for good", async () => {
    const timeLimit = { minutes: 10, onTimeout: "escalate" };
    const templateId = await publish([ask("stage", [erin], { timeLimit })]);
    const ticketId = await submitted(templateId, alice, { now: now() });
    const ticket = await whenTicket(ticketId, ({ wakeAt }) => wakeAt === null);
    expect(ticket.state).toBe("in_approval");
    expect((await pageOf(ticketId)).tasks).toMatchObject([{ state: "pending", dueAt: null }]);
    await assertLaws(ticketId);
  });
});

it("a decided ticket leaves no machine behind", async () => {
  const ticketId = await begin("refuse");
  await until("the bell", () => findBell(ticketId));
  const taskId = await taskIdFor(ticketId, bob);
  await decideTask(await ctxOf(bob, { now: now() }), { taskId, action: "approve" });
  await until("the end of all executions", async () => machine.sfnStats().running === 0);
  await assertLaws(ticketId);
});
