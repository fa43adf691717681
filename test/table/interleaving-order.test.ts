import { afterAll, beforeAll, describe, it } from "vitest";
import type { Outcome } from "#shared/action/driver.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import { callbackToken } from "#shared/order/callback-token.ts";
import { callbackNode } from "#shared/order/callback.ts";
import { retryNode } from "#shared/order/retry.ts";
import { returnOrder } from "#shared/order/return.ts";
import { skipNode } from "#shared/order/skip.ts";
import { orderIdOf, parseTaskId } from "#shared/ticket/record.ts";
import { Cast } from "#test/support/cast.ts";
import { ctxOf } from "#test/support/ctx.ts";
import { ownTable } from "#test/support/own-table.ts";
import { race, together } from "#test/support/race.ts";

let engine: { stop: () => Promise<void> };
const cast = new Cast();

beforeAll(async () => {
  engine = await ownTable();
  await cast.enter();
});
afterAll(() => engine.stop());

/** A ticket whose automation was called, with what came of it. */
async function called(outcome: Outcome): Promise<string> {
  return parseTaskId(await cast.order(outcome)).ticketId;
}

async function report(ticketId: string, status: "succeeded" | "failed") {
  const node = { orderId: orderIdOf({ ticketId, seq: 1 }), seq: 1 };
  const ctx = systemCtx("callback", new Date().toISOString());
  return () => callbackNode(ctx, { ...node, token: callbackToken(node), status });
}

async function operators(ticketId: string) {
  const [first, second] = await Promise.all([
    ctxOf(cast.who("operator")),
    ctxOf(cast.who("admin")),
  ]);
  return { first, second, orderId: orderIdOf({ ticketId, seq: 1 }) };
}

const awaiting: Outcome = { kind: "awaits_callback" };

describe("two commands at an order leave one history, and both callers know it", () => {
  it("callback and callback: the first counts, the second is accepted and changes nothing", () =>
    race(
      {
        begin: () => called(awaiting),
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
        begin: () => called(awaiting),
        fire: async (id) => {
          const { first, orderId } = await operators(id);
          const back = async () => () => returnOrder(first, { orderId, reason: "wrong zone" });
          return together(report(id, "succeeded"), back());
        },
      },
      [
        "accepted true / WRONG_STATE: automation.done by Countersign, ticket.completed by Countersign",
        "accepted false / done: automation.returned by operator",
      ],
    ));

  it("retry and skip of two operators", () =>
    race(
      {
        begin: () => called({ kind: "failed", code: "HTTP_500", message: "HTTP 500" }),
        fire: async (id) => {
          const { first, second, orderId } = await operators(id);
          return [
            retryNode(first, { orderId, seq: 1 }),
            skipNode(second, { orderId, seq: 1, reason: "not needed" }),
          ];
        },
      },
      [
        "done / WRONG_STATE: automation.retried by operator",
        "WRONG_STATE / done: automation.skipped by admin, ticket.completed by admin",
      ],
    ));
});
