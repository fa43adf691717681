import { afterAll, beforeAll, describe, it } from "vitest";
import { advanceTicket } from "#shared/approval/advance.ts";
import { decideTask } from "#shared/approval/decide.ts";
import { after, minuteMs } from "#shared/core/clock.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import { createDelegation } from "#shared/org/create-delegation.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { rateTicket } from "#shared/ticket/rate.ts";
import { resubmitTicket } from "#shared/ticket/resubmit.ts";
import { submitTicket } from "#shared/ticket/submit.ts";
import { withdrawTicket } from "#shared/ticket/withdraw.ts";
import { ctxOf } from "#test/support/ctx.ts";
import { addPerson } from "#test/support/factory.ts";
import { ask, draft, pageOf, publish, submitted, taskIdFor } from "#test/support/office.ts";
import { ownTable } from "#test/support/own-table.ts";
import { race, together } from "#test/support/race.ts";

let engine: { stop: () => Promise<void> };
let alice: UserRecord;
let bob: UserRecord;
let carol: UserRecord;
let dan: UserRecord;
let template: Record<"any" | "all" | "one" | "limited" | "escalated", string>;

beforeAll(async () => {
  engine = await ownTable();
  [alice, bob, carol, dan] = await Promise.all([
    addPerson({ name: "Alice" }),
    addPerson({ name: "Bob" }),
    addPerson({ name: "Carol" }),
    addPerson({ name: "Dan", roles: ["admin"] }),
  ]);
  const limit = (onTimeout: string) => ({ timeLimit: { minutes: 10, onTimeout } });
  template = {
    any: await publish([ask("stage", [bob, carol])]),
    all: await publish([ask("stage", [bob, carol], { mode: "all" })]),
    one: await publish([ask("stage", [bob])]),
    limited: await publish([ask("stage", [bob], limit("refuse"))]),
    escalated: await publish([ask("stage", [bob], limit("escalate"))]),
  };
  const [from, to] = ["2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z"];
  await createDelegation(await ctxOf(bob), { delegateId: dan.userId, from, to, templateIds: null });
});
afterAll(() => engine.stop());

type Action = "approve" | "return" | "veto";

async function decision(
  ticketId: string,
  person: UserRecord,
  action: Action,
  assignee = person,
  now?: string,
) {
  const [ctx, taskId] = [
    await ctxOf(person, now === undefined ? {} : { now }),
    await taskIdFor(ticketId, assignee),
  ];
  return () => decideTask(ctx, { taskId, action, comment: "because" });
}

async function withdrawal(ticketId: string) {
  const ctx = await ctxOf(alice);
  return () => withdrawTicket(ctx, { ticketId });
}

describe("two commands at once leave one history, and both callers know it", () => {
  it("approve and approve, where any one is enough", () =>
    race(
      {
        begin: () => submitted(template.any, alice),
        fire: (id) => together(decision(id, bob, "approve"), decision(id, carol, "approve")),
      },
      [
        "done / TASK_ALREADY_DECIDED: task.approved by Bob, ticket.completed by Bob",
        "TASK_ALREADY_DECIDED / done: task.approved by Carol, ticket.completed by Carol",
      ],
    ));

  it("approve and approve, where all must: both count, the second completes", () =>
    race(
      {
        begin: () => submitted(template.all, alice),
        fire: (id) => together(decision(id, bob, "approve"), decision(id, carol, "approve")),
      },
      [
        "done / done: task.approved by Bob, task.approved by Carol, ticket.completed by Carol",
        "done / done: task.approved by Carol, task.approved by Bob, ticket.completed by Bob",
      ],
    ));

  it("approve and approve of the same person, as a double click does", () =>
    race(
      {
        begin: () => submitted(template.one, alice),
        fire: (id) => together(decision(id, bob, "approve"), decision(id, bob, "approve")),
      },
      [
        "done / TASK_ALREADY_DECIDED: task.approved by Bob, ticket.completed by Bob",
        "TASK_ALREADY_DECIDED / done: task.approved by Bob, ticket.completed by Bob",
      ],
    ));

  it("approve and return", () =>
    race(
      {
        begin: () => submitted(template.all, alice),
        fire: (id) => together(decision(id, bob, "approve"), decision(id, carol, "return")),
      },
      [
        "done / done: task.approved by Bob, task.returned by Carol",
        "TASK_ALREADY_DECIDED / done: task.returned by Carol",
      ],
    ));

  it("approve and veto", () =>
    race(
      {
        begin: () => submitted(template.any, alice),
        fire: (id) => together(decision(id, bob, "approve"), decision(id, carol, "veto")),
      },
      [
        "done / TASK_ALREADY_DECIDED: task.approved by Bob, ticket.completed by Bob",
        "TASK_ALREADY_DECIDED / done: task.vetoed by Carol, ticket.completed by Carol",
      ],
    ));

  it("approve and withdraw", () =>
    race(
      {
        begin: () => submitted(template.one, alice),
        fire: (id) => together(decision(id, bob, "approve"), withdrawal(id)),
      },
      [
        "done / TICKET_CLOSED: task.approved by Bob, ticket.completed by Bob",
        "TASK_ALREADY_DECIDED / done: ticket.withdrawn by Alice, ticket.completed by Alice",
      ],
    ));

  it("the principal and her delegate", () =>
    race(
      {
        begin: () => submitted(template.one, alice),
        fire: (id) => together(decision(id, bob, "approve"), decision(id, dan, "veto", bob)),
      },
      [
        "done / TASK_ALREADY_DECIDED: task.approved by Bob, ticket.completed by Bob",
        "TASK_ALREADY_DECIDED / done: task.vetoed by Dan for Bob, ticket.completed by Dan for Bob",
      ],
    ));

  /** An approval at the instant at which the time is up, and the machine that looks then. */
  async function atTheLastMoment(ticketId: string) {
    const dueAt = (await pageOf(ticketId)).tasks[0]?.dueAt ?? "";
    const late = async () => () => advanceTicket(systemCtx("advance-ticket", dueAt), ticketId);
    return together(decision(ticketId, bob, "approve", bob, dueAt), late());
  }

  it("approve and a time-out that refuses", () =>
    race({ begin: () => submitted(template.limited, alice), fire: atTheLastMoment }, [
      "done / done: task.approved by Bob, ticket.completed by Bob",
      "TASK_ALREADY_DECIDED / done: task.timedOut by Countersign, ticket.completed by Countersign",
    ]));

  it("approve and a time-out that escalates", () =>
    race({ begin: () => submitted(template.escalated, alice), fire: atTheLastMoment }, [
      "done / done: task.approved by Bob, ticket.completed by Bob",
      "TASK_ALREADY_DECIDED / done: task.timedOut by Countersign, task.escalated by Countersign",
    ]));

  it("time-out and time-out, as after a lost and a late ring", () =>
    race(
      {
        begin: () => submitted(template.escalated, alice),
        fire: async (id) => {
          const now = after(new Date().toISOString(), 11 * minuteMs);
          const look = async () => () => advanceTicket(systemCtx("advance-ticket", now), id);
          return together(look(), look());
        },
      },
      ["done / done: task.timedOut by Countersign, task.escalated by Countersign"],
    ));

  it("return and withdraw", () =>
    race(
      {
        begin: () => submitted(template.one, alice),
        fire: (id) => together(decision(id, bob, "return"), withdrawal(id)),
      },
      [
        "done / done: task.returned by Bob, ticket.withdrawn by Alice, ticket.completed by Alice",
        "TASK_ALREADY_DECIDED / done: ticket.withdrawn by Alice, ticket.completed by Alice",
      ],
    ));

  it("resubmit and withdraw", () =>
    race(
      {
        begin: async () => {
          const ticketId = await submitted(template.one, alice);
          await (
            await decision(ticketId, bob, "return")
          )();
          return ticketId;
        },
        fire: async (ticketId) => {
          const ctx = await ctxOf(alice);
          return together(
            Promise.resolve(() => resubmitTicket(ctx, { ticketId })),
            withdrawal(ticketId),
          );
        },
      },
      [
        "done / done: ticket.resubmitted by Alice, stage.started by Countersign, ticket.withdrawn by Alice, ticket.completed by Alice",
        "TICKET_CLOSED / done: ticket.withdrawn by Alice, ticket.completed by Alice",
      ],
    ));

  it("submit and submit: one number counts", () =>
    race(
      {
        begin: () => draft(template.one, alice),
        fire: async (ticketId) => {
          const ctx = await ctxOf(alice);
          return [submitTicket(ctx, { ticketId }), submitTicket(ctx, { ticketId })];
        },
      },
      [
        "done / WRONG_STATE: ticket.submitted by Alice, stage.started by Countersign",
        "WRONG_STATE / done: ticket.submitted by Alice, stage.started by Countersign",
      ],
    ));

  it("rate and rate", () =>
    race(
      {
        begin: async () => {
          const ticketId = await submitted(template.one, alice);
          await (
            await decision(ticketId, bob, "approve")
          )();
          return ticketId;
        },
        fire: async (ticketId) => {
          const ctx = await ctxOf(alice);
          return [rateTicket(ctx, { ticketId, score: 5 }), rateTicket(ctx, { ticketId, score: 1 })];
        },
      },
      [
        "done / ALREADY_RATED: ticket.rated by Alice",
        "ALREADY_RATED / done: ticket.rated by Alice",
      ],
    ));
});
