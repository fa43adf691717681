import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { decideTask } from "#shared/approval/decide.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { dynamo } from "#shared/table/client.ts";
import { ctxOf } from "#test/support/ctx.ts";
import { addPerson } from "#test/support/factory.ts";
import { assertLaws } from "#test/support/laws.ts";
import { ask, historyOf, publish, submitted, taskIdFor } from "#test/support/office.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let alice: UserRecord;
let bob: UserRecord;
let templateId: string;

beforeAll(async () => {
  engine = await ownTable();
  [alice, bob] = [await addPerson({ name: "Alice" }), await addPerson({ name: "Bob" })];
  templateId = await publish([ask("stage", [bob])]);
});
afterAll(() => engine.stop());
afterEach(() => dynamo.middlewareStack.remove("trouble"));

type Trouble = (send: () => Promise<never>) => Promise<never>;

// DynamoDB Local never says TransactionConflict and never loses an answer: both are put in its way here.
function trouble(times: number, make: Trouble): void {
  let left = times;
  dynamo.middlewareStack.add(
    (next, context) => async (args) => {
      if (context["commandName"] !== "TransactWriteItemsCommand" || left === 0) return next(args);
      left -= 1;
      return make(() => next(args) as Promise<never>);
    },
    // Inside the SDK's own retries, as the network is.
    { step: "finalizeRequest", priority: "low", name: "trouble" },
  );
}

const conflict: Trouble = async () => {
  throw new TransactionCanceledException({
    $metadata: {},
    message: "Transaction cancelled",
    CancellationReasons: [{ Code: "TransactionConflict" }, { Code: "None" }],
  });
};

const answerLost: Trouble = async (send) => {
  await send();
  throw Object.assign(new Error("socket hang up"), { name: "TimeoutError", code: "ECONNRESET" });
};

async function approveOnce() {
  const ticketId = await submitted(templateId, alice);
  const [ctx, taskId] = [await ctxOf(bob), await taskIdFor(ticketId, bob)];
  return { ticketId, approve: () => decideTask(ctx, { taskId, action: "approve" }) };
}

const approved = ["task.approved by Bob", "ticket.completed by Bob"];

describe("a commit in trouble", () => {
  it("that another transaction is in the way of is decided again, and counts once", async () => {
    const { ticketId, approve } = await approveOnce();
    trouble(3, conflict);
    await approve();
    expect((await historyOf(ticketId)).slice(3)).toEqual(approved);
    await assertLaws(ticketId);
  });

  it("that never gets through is refused, and nothing happened", async () => {
    const { ticketId, approve } = await approveOnce();
    trouble(100, conflict);
    await expect(approve()).rejects.toMatchObject({ code: "CONFLICT" });
    dynamo.middlewareStack.remove("trouble");
    expect(await historyOf(ticketId)).toHaveLength(3);
    await approve();
    await assertLaws(ticketId);
  });

  it("whose answer is lost on the way is not done again, and its caller hears that it is done", async () => {
    const { ticketId, approve } = await approveOnce();
    trouble(1, answerLost);
    await approve();
    expect((await historyOf(ticketId)).slice(3)).toEqual(approved);
    await assertLaws(ticketId);
  });
});
