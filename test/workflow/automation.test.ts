import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { now } from "#functions/lib/clock.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { completeNode } from "#shared/order/complete.ts";
import { retryNode } from "#shared/order/retry.ts";
import { returnOrder } from "#shared/order/return.ts";
import { skipNode } from "#shared/order/skip.ts";
import { loadFrame, loadRun, type Run } from "#shared/order/store.ts";
import { orderIdOf } from "#shared/ticket/record.ts";
import { resubmitTicket } from "#shared/ticket/resubmit.ts";
import { freePort } from "#stacks/local/free-port.ts";
import { startMachine, type Machine } from "#stacks/local/machine.ts";
import { ctxOf } from "#test/support/ctx.ts";
import { addPerson } from "#test/support/factory.ts";
import { assertLaws } from "#test/support/laws.ts";
import { automate, historyOf, pageOf, publish, submitted } from "#test/support/office.ts";
import { shownNode } from "#test/support/order.ts";
import { hangUp, reply, startOutside, type Outside } from "#test/support/outside.ts";
import { until } from "#test/support/until.ts";

let machine: Machine;
let outside: Outside;
let alice: UserRecord;
let dave: UserRecord;

beforeAll(async () => {
  // A lease of a minute is six seconds: more than any call here takes on a busy machine.
  machine = await startMachine({ inMemory: true, web: false, timeScale: 10 });
  outside = await startOutside();
  [alice, dave] = await Promise.all([
    addPerson({ name: "Alice" }),
    addPerson({ name: "Dave", roles: ["operator"] }),
  ]);
});
afterAll(async () => {
  await outside.stop();
  await machine.stop();
});

/** A ticket that is nothing but a call of `path`. */
async function begin(
  path: string,
  parameters: object = {},
): Promise<{ ticketId: string; orderId: string }> {
  const templateId = await publish([automate({ url: `${outside.url}${path}`, ...parameters })]);
  const ticketId = await submitted(templateId, alice, { now: now() });
  return { ticketId, orderId: orderIdOf({ ticketId, seq: 1 }) };
}

/** Waits until the order is in a state; answers it with its node. */
async function when(
  orderId: string,
  state: string,
): Promise<{ run: Run; node: ReturnType<typeof shownNode> }> {
  const run = await until(`order ${orderId} ${state}`, async () => {
    const found = await loadRun(orderId);
    return found.order.state === state && found;
  });
  const [node] = run.nodes;
  if (node === undefined) throw new Error("no node");
  return { run, node: shownNode(node) };
}

async function operator() {
  return ctxOf(dave, { now: now() });
}

async function sinceSubmit(ticketId: string): Promise<string[]> {
  return (await historyOf(ticketId)).slice(2);
}

describe.concurrent("http.request on the run machine", () => {
  it("sync: the answer is the result, the call was made once, and the ticket completes", async () => {
    outside.answer("/sync", reply(200, { server: "srv-1" }));
    const { ticketId, orderId } = await begin("/sync", {
      body: {
        purpose: "{{form.purpose}}",
        ticket: "{{ticket.number}}",
        who: "{{ticket.requester.name}}",
      },
    });
    const { node } = await when(orderId, "succeeded");
    expect(node.result).toBe('{"server":"srv-1"}');
    const { ticket } = await pageOf(ticketId);
    expect(outside.calls("/sync")).toEqual([
      {
        path: "/sync",
        method: "POST",
        key: `${orderId}-1-0`,
        token: undefined,
        body: { purpose: "a test", ticket: ticket.number, who: "Alice" },
      },
    ]);
    expect(await sinceSubmit(ticketId)).toEqual([
      "automation.started by Countersign",
      "automation.done by Countersign",
      "ticket.completed by Countersign",
    ]);
    await assertLaws(ticketId);
  });

  it("poll: asks where the Location says until there is an end, through a broken answer", async () => {
    outside.answer("/long", reply(202, {}, { location: "/long/1" }));
    outside.answer(
      "/long/1",
      reply(200, { state: "running", progress: "40 %" }),
      reply(503),
      hangUp,
      reply(200, { state: "succeeded", address: "10.1.2.3" }),
    );
    const { ticketId, orderId } = await begin("/long", { mode: "poll", poll: { everySeconds: 2 } });
    const { node } = await when(orderId, "succeeded");
    expect(node).toMatchObject({ attempt: 1, polls: 3, progress: "40 %" });
    expect([outside.calls("/long").length, outside.calls("/long/1").length]).toEqual([1, 4]);
    await assertLaws(ticketId);
  });

  it("poll: an end in failure waits for an operator", async () => {
    outside.answer("/doomed", reply(202, {}, { location: "/doomed/1" }));
    outside.answer("/doomed/1", reply(200, { state: "failed", error: "no capacity" }));
    const { ticketId, orderId } = await begin("/doomed", {
      mode: "poll",
      poll: { everySeconds: 1 },
    });
    const { node } = await when(orderId, "paused");
    expect(node).toMatchObject({ state: "failed", error: expect.stringContaining("no capacity") });
    expect((await pageOf(ticketId)).ticket.waiting).toMatchObject({ for: "operator" });
    await assertLaws(ticketId);
  });

  it("poll: without an end in its time it has timed out", async () => {
    outside.answer("/slow", reply(202, {}, { location: "/slow/1" }));
    outside.answer("/slow/1", reply(200, { state: "running" }));
    const { ticketId, orderId } = await begin("/slow", {
      mode: "poll",
      poll: { everySeconds: 5 },
      timeoutSeconds: 20,
    });
    const { node } = await when(orderId, "paused");
    expect(node.state).toBe("timed_out");
    await assertLaws(ticketId);
  });

  it("callback: waits for the report of whoever holds the node's token", async () => {
    outside.answer("/task", reply(202));
    const { ticketId, orderId } = await begin("/task", {
      mode: "callback",
      body: { url: "{{callback.url}}" },
    });
    await until(
      "the call",
      async () => (await loadFrame(orderId)).works[0]?.phase === "awaiting_callback",
    );
    const [call] = outside.calls("/task");
    if (call === undefined) throw new Error("no call");
    const { url } = call.body as { url: string };
    const report = (token: string, status: string) =>
      fetch(url, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify({ status, message: "racked" }),
      });
    expect((await report("wrong", "succeeded")).status).toBe(404);
    expect(await (await report(call.token ?? "", "succeeded")).json()).toEqual({ accepted: true });
    // Late and doubled reports change nothing.
    expect(await (await report(call.token ?? "", "failed")).json()).toEqual({ accepted: false });
    const { node } = await when(orderId, "succeeded");
    expect(node.result).toBe("racked");
    expect(await sinceSubmit(ticketId)).toHaveLength(3);
    await assertLaws(ticketId);
  });

  it("callback: no report in time, and it has timed out", async () => {
    outside.answer("/silent", reply(202));
    const { ticketId, orderId } = await begin("/silent", { mode: "callback", timeoutSeconds: 15 });
    const { node } = await when(orderId, "paused");
    expect(node.state).toBe("timed_out");
    await assertLaws(ticketId);
  });

  it("a failure is retried by an operator as new work, under a new key", async () => {
    outside.answer("/flaky", reply(500, { error: "try later" }), reply(200));
    const { ticketId, orderId } = await begin("/flaky", { idempotent: true });
    const { node } = await when(orderId, "paused");
    expect(node).toMatchObject({ state: "failed", error: expect.stringContaining("HTTP 500") });
    await retryNode(await operator(), { orderId, seq: 1 });
    await when(orderId, "succeeded");
    expect(outside.calls("/flaky").map(({ key }) => key)).toEqual([
      `${orderId}-1-0`,
      `${orderId}-1-1`,
    ]);
    expect(await sinceSubmit(ticketId)).toEqual([
      "automation.started by Countersign",
      "automation.failed by Countersign",
      "automation.retried by Dave",
      "automation.done by Countersign",
      "ticket.completed by Countersign",
    ]);
    await assertLaws(ticketId);
  });

  it.each([
    ["skipped", skipNode, "skipped", "partially_succeeded", "automation.skipped by Dave"],
    ["done by hand", completeNode, "succeeded", "succeeded", "automation.completedByHand by Dave"],
  ] as const)(
    "a failure is %s by an operator, with the reason on record",
    async (name, verb, state, end, line) => {
      const path = `/broken-${name.replaceAll(" ", "-")}`;
      outside.answer(path, reply(500));
      const { ticketId, orderId } = await begin(path);
      await when(orderId, "paused");
      await verb(await operator(), { orderId, seq: 1, reason: "built it myself" });
      const { node } = await when(orderId, end);
      expect(node).toMatchObject({ state, reason: "built it myself", endedBy: { name: "Dave" } });
      expect((await sinceSubmit(ticketId)).slice(2)).toEqual([line, "ticket.completed by Dave"]);
      expect(outside.calls(path)).toHaveLength(1);
      await assertLaws(ticketId);
    },
  );

  it("a failure is returned by an operator; the next submit is a new order", async () => {
    outside.answer("/refused", reply(422), reply(200));
    const { ticketId, orderId } = await begin("/refused");
    await when(orderId, "paused");
    await returnOrder(await operator(), { orderId, reason: "wrong size" });
    await when(orderId, "cancelled");
    expect((await pageOf(ticketId)).ticket.state).toBe("returned");
    await assertLaws(ticketId);
    await resubmitTicket(await ctxOf(alice, { now: now() }), { ticketId });
    const next = orderIdOf({ ticketId, seq: 2 });
    await when(next, "succeeded");
    expect(outside.calls("/refused").map(({ key }) => key)).toEqual([
      `${orderId}-1-0`,
      `${next}-1-0`,
    ]);
    await assertLaws(ticketId);
  });

  it("a call whose answer is lost ends unknown when the other side knows no keys: nobody calls again", async () => {
    outside.answer("/once", hangUp);
    const { ticketId, orderId } = await begin("/once");
    const { node } = await when(orderId, "paused");
    expect(node).toMatchObject({ state: "unknown", attempt: 1 });
    expect(outside.calls("/once")).toHaveLength(1);
    await assertLaws(ticketId);
  });

  it("a call whose answer is lost is made again under the same key when the other side honours it", async () => {
    outside.answer("/again", hangUp, hangUp, reply(200, { was: "done before" }));
    const { ticketId, orderId } = await begin("/again", { idempotent: true });
    const { node } = await when(orderId, "succeeded");
    expect(node.attempt).toBe(3);
    expect(new Set(outside.calls("/again").map(({ key }) => key))).toEqual(
      new Set([`${orderId}-1-0`]),
    );
    await assertLaws(ticketId);
  });

  it("a call whose answer is always lost is given up after five", async () => {
    outside.answer("/never", hangUp);
    const { ticketId, orderId } = await begin("/never", { idempotent: true });
    const { node } = await when(orderId, "paused");
    expect(node).toMatchObject({ state: "unknown", attempt: 5 });
    await assertLaws(ticketId);
  });

  it("a redirect is not followed", async () => {
    outside.answer("/moved", reply(302, {}, { location: `${outside.url}/inside` }));
    const { orderId } = await begin("/moved");
    const { node } = await when(orderId, "paused");
    expect(node).toMatchObject({ state: "failed", error: expect.stringContaining("HTTP 302") });
    expect(outside.calls("/inside")).toHaveLength(0);
  });

  it("a refused connection is certain: it failed, and nothing happened", async () => {
    const templateId = await publish([
      automate({ url: `http://127.0.0.1:${await freePort()}/`, idempotent: true }),
    ]);
    const ticketId = await submitted(templateId, alice, { now: now() });
    const { node } = await when(orderIdOf({ ticketId, seq: 1 }), "paused");
    expect(node).toMatchObject({ state: "failed", attempt: 1 });
  });
});
