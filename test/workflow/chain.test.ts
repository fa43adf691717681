import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { now } from "#functions/lib/clock.ts";
import type { ChainNode } from "#shared/approval/chain.ts";
import { decideTask } from "#shared/approval/decide.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { loadRun } from "#shared/order/store.ts";
import { orderIdOf } from "#shared/ticket/record.ts";
import { blockTicket } from "#shared/ticket/block.ts";
import { unblockTicket } from "#shared/ticket/unblock.ts";
import { startMachine, type Machine } from "#stacks/local/machine.ts";
import { ctxOf } from "#test/support/ctx.ts";
import { addPerson } from "#test/support/factory.ts";
import { assertLaws } from "#test/support/laws.ts";
import { parallelNode, waitNode } from "#test/support/nodes.ts";
import { ask, automate, pageOf, publish, submitted, taskIdFor } from "#test/support/office.ts";
import { until } from "#test/support/until.ts";

let machine: Machine;
let alice: UserRecord;
let bob: UserRecord;
let carol: UserRecord;

beforeAll(async () => {
  // Ten minutes pass in a second.
  machine = await startMachine({ inMemory: true, web: false, timeScale: 600 });
  [alice, bob, carol] = await Promise.all([
    addPerson({ name: "Alice" }),
    addPerson({ name: "Bob" }),
    addPerson({ name: "Carol" }),
  ]);
});
afterAll(() => machine.stop());

const begin = async (chain: ChainNode[]) => submitted(await publish(chain), alice, { now: now() });

async function decide(ticketId: string, person: UserRecord, action: "approve" | "veto") {
  const taskId = await taskIdFor(ticketId, person);
  return decideTask(await ctxOf(person, { now: now() }), { taskId, action, comment: "because" });
}

const waiting = async (ticketId: string) =>
  (await pageOf(ticketId)).ticket.places.map(({ nodeId }) => nodeId).sort();

const ended = (ticketId: string) =>
  until(`the end of ${ticketId}`, async () => {
    const { ticket } = await pageOf(ticketId);
    return ticket.state === "completed" && ticket.outcome;
  });

const callback = { url: "http://127.0.0.1:9/never", mode: "callback" };

describe.concurrent("a chain on the real machines", () => {
  it("parallel ways run side by side, a wait among them, and join", async () => {
    const ways = parallelNode(
      "both",
      [waitNode("rest", 20), ask("late", [bob])],
      [ask("now", [carol])],
    );
    const ticketId = await begin([ways, ask("last", [bob])]);
    expect(await waiting(ticketId)).toEqual(["now", "rest"]);
    await decide(ticketId, carol, "approve");
    await until("the end of the wait", async () => (await waiting(ticketId)).includes("late"));
    await decide(ticketId, bob, "approve");
    expect(await waiting(ticketId)).toEqual(["last"]);
    await decide(ticketId, bob, "approve");
    expect(await ended(ticketId)).toBe("approved");
    await assertLaws(ticketId);
  });

  it("a stage that nobody answers in time is left by its other way", async () => {
    const otherwise = [ask("instead", [carol])];
    const timeLimit = { minutes: 10, onTimeout: "branch", otherwise };
    const ticketId = await begin([ask("slow", [bob], { timeLimit }), ask("last", [bob])]);
    await until("the other way", async () => (await waiting(ticketId)).includes("instead"));
    await decide(ticketId, carol, "approve");
    expect(await waiting(ticketId)).toEqual(["last"]);
    await assertLaws(ticketId);
  });

  it("a veto on one way stops the automation on the other: no order of an ended ticket is live", async () => {
    const ways = parallelNode("both", [automate(callback)], [ask("stop", [bob])]);
    const ticketId = await begin([ways]);
    const { tasks } = await pageOf(ticketId);
    const run = tasks.find(({ kind }) => kind === "automate");
    await decide(ticketId, bob, "veto");
    expect(await ended(ticketId)).toBe("vetoed");
    const { order } = await loadRun(orderIdOf({ ticketId, seq: run?.seq ?? 0 }));
    expect(order.state).toBe("cancelled");
    await assertLaws(ticketId);
  });

  it("no time runs out while a ticket is blocked; afterwards it gets back what it had", async () => {
    // Long enough that a busy machine blocks it in time: ten seconds.
    const timeLimit = { minutes: 100, onTimeout: "refuse" };
    const ticketId = await begin([ask("stage", [bob], { timeLimit })]);
    const { tasks } = await pageOf(ticketId);
    const dueAt = Date.parse(tasks[0]?.dueAt ?? "");
    const reason = { reason: "no servers" };
    await blockTicket(await ctxOf(bob, { now: now() }), { ticketId, ...reason });
    await until("its time, had it run", async () => Date.parse(now()) > dueAt + 120_000);
    expect((await pageOf(ticketId)).ticket.state).toBe("in_approval");
    await unblockTicket(await ctxOf(bob, { now: now() }), { ticketId });
    const { ticket, tasks: later } = await pageOf(ticketId);
    expect(Date.parse(later[0]?.dueAt ?? "")).toBeGreaterThan(dueAt);
    expect(ticket.clocks.blockedMs).toBeGreaterThan(0);
    expect(await ended(ticketId)).toBe("expired");
    await assertLaws(ticketId);
  });
});
