import {
  ListExecutionsCommand,
  SendTaskSuccessCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBStreamEvent } from "aws-lambda";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stepFunctions } from "#functions/lib/clients.ts";
import { now } from "#functions/lib/clock.ts";
import { handler as follow } from "#functions/stream/handler.ts";
import { decideTask } from "#shared/approval/decide.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { here } from "#shared/table/model.ts";
import { TicketEntity } from "#shared/ticket/entity.ts";
import { BellEntity, findBell, type Bell } from "#shared/workflow/bell.ts";
import { startMachine, type Machine } from "#stacks/local/machine.ts";
import { ctxOf } from "#test/support/ctx.ts";
import { addPerson } from "#test/support/factory.ts";
import { assertLaws } from "#test/support/laws.ts";
import { ask, historyOf, pageOf, publish, submitted, taskIdFor } from "#test/support/office.ts";
import { until } from "#test/support/until.ts";

let machine: Machine;
let alice: UserRecord;
let bob: UserRecord;
let calm: string;
let hasty: string;

beforeAll(async () => {
  machine = await startMachine({ inMemory: true, web: false, timeScale: 600 });
  [alice, bob] = await Promise.all([addPerson({ name: "Alice" }), addPerson({ name: "Bob" })]);
  // At this scale half an hour takes three seconds, and no test waits for a month.
  const limit = (minutes: number) => ({ timeLimit: { minutes, onTimeout: "approve" } });
  const second = ask("second", [bob], limit(43_200));
  calm = await publish([ask("first", [bob], limit(43_200)), second]);
  hasty = await publish([ask("first", [bob], limit(30)), second]);
});
afterAll(() => machine.stop());

/** A submitted ticket whose machine sleeps, and its bell. */
async function asleep(templateId = calm): Promise<{ ticketId: string; bell: Bell }> {
  const ticketId = await submitted(templateId, alice, { now: now() });
  const bell = await until("the bell", () => findBell(ticketId));
  return { ticketId, bell };
}

async function executionsOf(ticketId: string) {
  const stateMachineArn = process.env["APPROVAL_MACHINE_ARN"];
  const { executions = [] } = await stepFunctions().send(
    new ListExecutionsCommand({ stateMachineArn }),
  );
  return executions.filter(({ name }) => name?.startsWith(ticketId));
}

function inSecondStage(ticketId: string): Promise<true> {
  return until(`the second stage of ${ticketId}`, async () => {
    const { ticket } = await pageOf(ticketId);
    return ticket.places[0]?.nodeId === "second";
  });
}

async function approve(ticketId: string): Promise<void> {
  const taskId = await taskIdFor(ticketId, bob);
  await decideTask(await ctxOf(bob, { now: now() }), { taskId, action: "approve" });
}

const afterTimeOut = [
  "ticket.created by Alice",
  "ticket.submitted by Alice",
  "stage.started by Countersign",
  "task.timedOut by Countersign",
  "stage.started by Countersign",
];

describe.concurrent("a task token is only a doorbell", () => {
  it("an execution that is lost is replaced by the reconciler, from the record", async () => {
    const { ticketId } = await asleep(hasty);
    const [lost] = await executionsOf(ticketId);
    await stepFunctions().send(new StopExecutionCommand({ executionArn: lost?.executionArn }));
    await inSecondStage(ticketId);
    expect(await historyOf(ticketId)).toEqual(afterTimeOut);
    const executions = await executionsOf(ticketId);
    expect(executions.map(({ status }) => status)).toContain("ABORTED");
    expect(executions.length).toBeGreaterThan(1);
    await assertLaws(ticketId);
  });

  it("a decision whose bell is forgotten sets a new machine on the ticket", async () => {
    const { ticketId } = await asleep();
    await BellEntity.delete({ targetId: ticketId }).go(here());
    await approve(ticketId);
    const bell = await until("a new bell", () => findBell(ticketId));
    expect(bell.version).toBe((await pageOf(ticketId)).ticket.version);
    await assertLaws(ticketId);
  });

  it("a decision whose bell is dead sets a new machine on the ticket", async () => {
    const { ticketId, bell } = await asleep();
    await BellEntity.put({ ...bell, token: "of a machine that is gone" }).go(here());
    await approve(ticketId);
    await until(
      "a new bell",
      async () => (await findBell(ticketId))?.token !== "of a machine that is gone",
    );
    await assertLaws(ticketId);
  });

  it("rings that come early, twice or late move nothing", async () => {
    const { ticketId, bell } = await asleep();
    const ring = (token: string) =>
      stepFunctions().send(new SendTaskSuccessCommand({ taskToken: token, output: "{}" }));
    await ring(bell.token);
    await expect(ring(bell.token)).rejects.toThrow();
    const next = await until("the next bell", async () => {
      const found = await findBell(ticketId);
      return found?.token !== bell.token && found;
    });
    await approve(ticketId);
    await until(
      "the bell of the second stage",
      async () => (await findBell(ticketId))?.token !== next.token,
    );
    await expect(ring(next.token)).rejects.toThrow();
    const decided = await historyOf(ticketId);
    expect(decided.slice(3)).toEqual(["task.approved by Bob", "stage.started by Countersign"]);
    await approve(ticketId);
    await assertLaws(ticketId);
    expect((await pageOf(ticketId)).ticket).toMatchObject({
      state: "completed",
      outcome: "approved",
    });
  });

  it("a stream record that comes again starts no second machine and tells nobody twice", async () => {
    const { ticketId } = await asleep();
    const { data } = await TicketEntity.get({ ticketId }).go({
      ...here(),
      data: "raw",
      consistent: true,
    });
    const { Item } = data as unknown as { Item: Record<string, unknown> };
    const { wakeAt: _, ...before } = { ...Item, knocks: 0 } as Record<string, unknown>;
    const event = {
      Records: [
        {
          eventName: "MODIFY",
          eventSource: "aws:dynamodb",
          dynamodb: { SequenceNumber: "1", NewImage: marshall(Item), OldImage: marshall(before) },
        },
      ],
    } as unknown as DynamoDBStreamEvent;
    for (const turn of [1, 2, 3])
      expect([turn, await follow(event)]).toEqual([turn, { batchItemFailures: [] }]);
    expect((await executionsOf(ticketId)).length).toBe(1);
    await assertLaws(ticketId);
  });

  it("a decision that is faster than the machine is seen by it nevertheless", async () => {
    const ticketId = await submitted(calm, alice, { now: now() });
    await approve(ticketId);
    await until("a bell that knows of it", async () => {
      const bell = await findBell(ticketId);
      return bell?.version === (await pageOf(ticketId)).ticket.version;
    });
    await approve(ticketId);
    // Where it was found without a bell, a second machine may sleep on until its time is up, and then find nothing to do.
    await until("the end of a machine", async () =>
      (await executionsOf(ticketId)).some(({ status }) => status === "SUCCEEDED"),
    );
    await assertLaws(ticketId);
  });
});
