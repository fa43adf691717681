import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { advanceTicket } from "#shared/approval/advance.ts";
import { decideTask } from "#shared/approval/decide.ts";
import { after, minuteMs } from "#shared/core/clock.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { createDelegation } from "#shared/org/create-delegation.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { settleNode } from "#shared/plan/advance.ts";
import { callbackToken } from "#shared/plan/callback-token.ts";
import { callbackNode } from "#shared/plan/callback.ts";
import { claimNode } from "#shared/plan/claim.ts";
import type { CallResult } from "#shared/plan/engine.ts";
import { retryNode } from "#shared/plan/retry.ts";
import { returnOrder } from "#shared/plan/return.ts";
import { skipNode } from "#shared/plan/skip.ts";
import { orderIdOf } from "#shared/ticket/record.ts";
import { rateTicket } from "#shared/ticket/rate.ts";
import { resubmitTicket } from "#shared/ticket/resubmit.ts";
import { submitTicket } from "#shared/ticket/submit.ts";
import { withdrawTicket } from "#shared/ticket/withdraw.ts";
import { ctxOf } from "#test/support/ctx.ts";
import { addPerson } from "#test/support/factory.ts";
import { assertLaws } from "#test/support/laws.ts";
import { ask, automate, draft, historyOf, pageOf, publish, submitted, taskIdFor } from "#test/support/office.ts";
import { ownTable } from "#test/support/own-table.ts";

/** How often each pair is raced. */
const rounds = 6;

let engine: { stop: () => Promise<void> };
let alice: UserRecord;
let bob: UserRecord;
let carol: UserRecord;
let dan: UserRecord;
let template: Record<"any" | "all" | "one" | "limited" | "escalated" | "run", string>;

beforeAll(async () => {
  engine = await ownTable();
  [alice, bob, carol, dan] = await Promise.all([
    addPerson({ name: "Alice" }),
    addPerson({ name: "Bob" }),
    addPerson({ name: "Carol", roles: ["operator"] }),
    addPerson({ name: "Dan", roles: ["operator", "admin"] }),
  ]);
  const limit = (onTimeout: string) => ({ timeLimit: { minutes: 10, onTimeout } });
  template = {
    any: await publish([ask("stage", [bob, carol])]),
    all: await publish([ask("stage", [bob, carol], { mode: "all" })]),
    one: await publish([ask("stage", [bob])]),
    limited: await publish([ask("stage", [bob], limit("refuse"))]),
    escalated: await publish([ask("stage", [bob], limit("escalate"))]),
    run: await publish([automate({ url: "http://127.0.0.1:9/", mode: "callback" })]),
  };
  const [from, to] = ["2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z"];
  await createDelegation(await ctxOf(bob), { delegateId: dan.userId, from, to, templateIds: null });
});
afterAll(() => engine.stop());

/** What a caller learns: `done`, what she was answered, or the code of the refusal. */
async function told(command: Promise<unknown>): Promise<string> {
  try {
    const answer = await command;
    return typeof answer === "object" && answer !== null && "accepted" in answer
      ? `accepted ${String(answer.accepted)}`
      : "done";
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

type Race = {
  begin: () => Promise<string>;
  /** The two commands, fired together. */
  fire: (ticketId: string) => Promise<[Promise<unknown>, Promise<unknown>]>;
};

/**
 * Races two commands again and again. `truths` are the histories that may come of it, each with what the two
 * callers must be told then: `first / second: event, event`.
 */
async function race({ begin, fire }: Race, truths: string[]): Promise<void> {
  const ticketIds = await Promise.all(Array.from({ length: rounds }, begin));
  for (const ticketId of ticketIds) {
    const before = (await historyOf(ticketId)).length;
    const answers = await Promise.all((await fire(ticketId)).map(told));
    const since = (await historyOf(ticketId)).slice(before);
    expect(truths).toContain(`${answers.join(" / ")}: ${since.join(", ")}`);
    await assertLaws(ticketId);
  }
}

type Action = "approve" | "return" | "veto";

async function decision(ticketId: string, person: UserRecord, action: Action, assignee = person, now?: string) {
  const [ctx, taskId] = [await ctxOf(person, now === undefined ? {} : { now }), await taskIdFor(ticketId, assignee)];
  return () => decideTask(ctx, { taskId, action, comment: "because" });
}

async function withdrawal(ticketId: string) {
  const ctx = await ctxOf(alice);
  return () => withdrawTicket(ctx, { ticketId });
}

/** Both are ready before either starts. */
async function together(
  one: Promise<() => Promise<unknown>>,
  other: Promise<() => Promise<unknown>>,
): Promise<[Promise<unknown>, Promise<unknown>]> {
  const [first, second] = await Promise.all([one, other]);
  return [first(), second()];
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
          await (await decision(ticketId, bob, "return"))();
          return ticketId;
        },
        fire: async (ticketId) => {
          const ctx = await ctxOf(alice);
          return together(Promise.resolve(() => resubmitTicket(ctx, { ticketId })), withdrawal(ticketId));
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
          await (await decision(ticketId, bob, "approve"))();
          return ticketId;
        },
        fire: async (ticketId) => {
          const ctx = await ctxOf(alice);
          return [rateTicket(ctx, { ticketId, score: 5 }), rateTicket(ctx, { ticketId, score: 1 })];
        },
      },
      ["done / ALREADY_RATED: ticket.rated by Alice", "ALREADY_RATED / done: ticket.rated by Alice"],
    ));
});

describe("two commands at an order leave one history, and both callers know it", () => {
  /** A ticket whose automation was dispatched, with what came of its call. */
  async function dispatched(outcome: CallResult): Promise<string> {
    const ticketId = await submitted(template.run, alice);
    const system = systemCtx("dispatch-node", new Date().toISOString());
    const claimed = await claimNode(system, await orderOf(ticketId));
    if (claimed === null) throw new Error("nothing to dispatch");
    await settleNode(system, claimed.run, outcome);
    return ticketId;
  }

  async function orderOf(ticketId: string): Promise<string> {
    const [task] = (await pageOf(ticketId)).tasks;
    if (task === undefined) throw new Error("no automation");
    return orderIdOf(task);
  }

  async function report(ticketId: string, status: "succeeded" | "failed") {
    const node = { orderId: await orderOf(ticketId), seq: 1 };
    const ctx = systemCtx("callback", new Date().toISOString());
    return () => callbackNode(ctx, { ...node, token: callbackToken(node), status });
  }

  async function operators(ticketId: string) {
    const [first, second] = await Promise.all([ctxOf(carol), ctxOf(dan)]);
    return { first, second, orderId: await orderOf(ticketId) };
  }

  const awaiting: CallResult = { kind: "awaiting_callback" };

  it("callback and callback: the first counts, the second is accepted and changes nothing", () =>
    race(
      {
        begin: () => dispatched(awaiting),
        fire: (id) => together(report(id, "succeeded"), report(id, "failed")),
      },
      [
        "accepted true / accepted false: automation.done by Countersign, ticket.completed by Countersign",
        "accepted false / accepted true: automation.failed by Countersign",
      ],
    ));

  it("callback and an operator who returns the ticket", () =>
    race(
      {
        begin: () => dispatched(awaiting),
        fire: async (id) => {
          const { first, orderId } = await operators(id);
          const back = async () => () => returnOrder(first, { orderId, reason: "wrong zone" });
          return together(report(id, "succeeded"), back());
        },
      },
      [
        "accepted true / WRONG_STATE: automation.done by Countersign, ticket.completed by Countersign",
        "accepted false / done: automation.returned by Carol",
      ],
    ));

  it("retry and skip of two operators", () =>
    race(
      {
        begin: () => dispatched({ kind: "failed", error: "HTTP 500" }),
        fire: async (id) => {
          const { first, second, orderId } = await operators(id);
          return [
            retryNode(first, { orderId, seq: 1 }),
            skipNode(second, { orderId, seq: 1, reason: "not needed" }),
          ];
        },
      },
      [
        "done / WRONG_STATE: automation.retried by Carol",
        "WRONG_STATE / done: automation.skipped by Dan, ticket.completed by Dan",
      ],
    ));
});
