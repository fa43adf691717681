import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { now } from "#functions/lib/clock.ts";
import { notify } from "#functions/action/notify.ts";
import { personTask } from "#functions/action/person-task.ts";
import { after, minuteMs } from "#shared/core/clock.ts";
import { listNotices } from "#shared/notify/list.ts";
import type { Notice } from "#shared/notify/schema.ts";
import { cancelOrder } from "#shared/order/cancel.ts";
import { performNode } from "#shared/order/perform.ts";
import { loadFrame } from "#shared/order/store.ts";
import { createDelegation } from "#shared/org/create-delegation.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { callFor, missing } from "#test/support/call.ts";
import { addPerson } from "#test/support/factory.ts";
import { assertLaws } from "#test/support/laws.ts";
import { ask, pageOf, publish } from "#test/support/office.ts";
import { step } from "#test/support/plans.ts";
import { until } from "#test/support/until.ts";
import { Works } from "#test/support/works.ts";

let works: Works;
let erin: UserRecord;
let left: UserRecord;

beforeAll(async () => {
  works = await Works.start();
  erin = await addPerson({ name: "Erin", locale: "zh-CN", roles: ["on-call"] });
  left = await addPerson({ name: "Lea", state: "deactivated", roles: [] });
});
afterAll(() => works.stop());

async function noticesOf(person: UserRecord, kind: Notice["kind"], about: string) {
  const { items } = await listNotices(await works.as(person), { limit: 50 });
  return items.filter((one) => one.kind === kind && one.subject.id === about);
}

const told = (person: UserRecord, kind: Notice["kind"], about: string) =>
  until(`${kind} for ${person.name}`, async () => {
    const notices = await noticesOf(person, kind, about);
    return notices.length > 0 && notices;
  });

function asked(orderId: string, seq = 1): Promise<unknown> {
  return until(`somebody is asked at ${orderId}`, async () => {
    const { works: open } = await loadFrame(orderId, seq);
    return open.some(({ phase }) => phase === "awaiting_person");
  });
}

const task = (given: object = {}) => ({
  instructions: "Pull the lever.",
  people: [erin.email],
  ...given,
});
const said = (orderId: string, outcome: "done" | "not_done", seq = 1) => ({
  ...{ orderId, seq, outcome },
  comment: "The lever was stuck.",
  evidence: "https://photos.test/1",
});

describe("notify", () => {
  it("tells people, roles and the starter, each once, and says whom it did not find", async () => {
    const message = "The gateway restarts.";
    const people = [erin.userId, left.email, "nobody@demo.test"];
    const orderId = await works.run([
      step("tell", {
        action: "notify",
        executeContext: { message, people, roles: ["on-call", "nobodies"], starter: true },
      }),
    ]);
    const { nodes } = await works.when(orderId, "succeeded");
    expect(nodes[0]?.output).toEqual({
      told: 2,
      notFound: [left.email, "nobody@demo.test", "nobodies"],
    });
    expect(await works.log(orderId)).toContain("Told: Erin, Dave (not found: ");
    const [notice, ...more] = await noticesOf(erin, "order.message", orderId);
    expect(more).toEqual([]);
    expect(notice).toMatchObject({ comment: message, title: "重启网关", actorName: "Countersign" });
    expect(await noticesOf(works.dave, "order.message", orderId)).toHaveLength(1);
    expect(await noticesOf(left, "order.message", orderId)).toEqual([]);
  });

  it("tells nobody twice when its answer is lost, and again when it is new work", async () => {
    const { orderId } = await works.ticket("notify", { message: "First", people: [erin.email] });
    const { nodes } = await works.when(orderId, "succeeded");
    const [{ id = "" } = {}] = await told(erin, "order.message", orderId);
    const beganAt = nodes[0]?.work?.startedAt ?? "";
    const call = (key: string) =>
      callFor("notify", { message: "First", people: [erin.email] }, { orderId, key, beganAt });
    expect(await notify.start(call(`${orderId}-1-0`))).toMatchObject({ kind: "succeeded" });
    expect((await noticesOf(erin, "order.message", orderId)).map((one) => one.id)).toEqual([id]);
    await notify.start(call(`${orderId}-1-1`));
    expect(await noticesOf(erin, "order.message", orderId)).toHaveLength(2);
  });

  it("says of a drill that it is one, and in a dry run only whom it would tell", async () => {
    const steps = [
      step("tell", { action: "notify", executeContext: { message: "Hi", people: [erin.email] } }),
    ];
    const drill = await works.run(steps, {}, { mode: "drill" });
    await works.when(drill, "succeeded");
    const [notice] = await told(erin, "order.message", drill);
    expect(notice?.title).toBe("演练 · 重启网关");
    const dry = await works.run(steps, {}, { mode: "dry_run" });
    const { nodes } = await works.when(dry, "succeeded");
    expect(nodes[0]?.work?.text).toBe("Would tell: Erin");
    expect(await noticesOf(erin, "order.message", dry)).toEqual([]);
  });

  it("fails when there is nobody to tell", async () => {
    const { orderId } = await works.ticket("notify", { message: "Hi", people: [left.email] });
    const { nodes } = await works.when(orderId, "paused");
    expect(nodes[0]?.error).toMatchObject({ code: "NOBODY_FOUND" });
  });
});

describe("person.task", () => {
  it("asks, waits, and ends with what was done; the next step has it", async () => {
    const template = await publish([ask("review", [erin])]);
    const orderId = await works.run([
      step("lever", { action: "person.task", executeContext: task() }),
      step("tell", {
        action: "notify",
        executeContext: { message: { output: "lever.comment" }, starter: true },
      }),
      step("ticket", {
        action: "ticket.create",
        executeContext: { template, values: { purpose: "Grease the lever" } },
      }),
    ]);
    await asked(orderId);
    expect(await told(erin, "order.asked", orderId)).toHaveLength(1);
    await expect(
      performNode(await works.as(works.alice), said(orderId, "done")),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    await performNode(await works.as(erin), said(orderId, "done"));
    const { nodes } = await works.when(orderId, "succeeded");
    expect(nodes[0]?.output).toMatchObject({
      ...{ by: "Erin", comment: "The lever was stuck.", evidence: "https://photos.test/1" },
    });
    expect(nodes[2]?.output).toMatchObject({ number: expect.stringMatching(/^REQ-\d{4}-/) });
    const [notice] = await told(works.dave, "order.message", orderId);
    expect(notice?.comment).toBe("The lever was stuck.");
    await expect(performNode(await works.as(erin), said(orderId, "done"))).rejects.toThrow();
  });

  it("that was not done has failed, and may be asked for anew", async () => {
    const { ticketId, orderId } = await works.ticket(
      "person.task",
      task({ people: ["{{ticket.requester.id}}"], roles: ["on-call"] }),
    );
    await asked(orderId);
    // Of a ticket's task the ticket tells, but not whom its work asks.
    expect(await told(erin, "order.asked", orderId)).toHaveLength(1);
    expect(await told(works.alice, "order.asked", orderId)).toHaveLength(1);
    await performNode(await works.as(erin), said(orderId, "not_done"));
    const { nodes } = await works.when(orderId, "paused");
    expect(nodes[0]?.error).toEqual({ code: "NOT_DONE", message: "The lever was stuck." });
    expect((await pageOf(ticketId)).ticket.waiting).toMatchObject({ for: "operator" });
    await assertLaws(ticketId);
  });

  it("may be done by whoever stands in for her, and she is told", async () => {
    const [gina, fay] = await Promise.all([
      addPerson({ name: "Gina" }),
      addPerson({ name: "Fay" }),
    ]);
    const at = now();
    await createDelegation(await works.as(gina), {
      delegateId: fay.userId,
      from: after(at, -minuteMs),
      to: after(at, 600 * minuteMs),
      templateIds: null,
    });
    const { ticketId, orderId } = await works.ticket("person.task", task({ people: [gina.email] }));
    await asked(orderId);
    const [notice] = await told(fay, "order.asked", orderId);
    expect(notice?.onBehalfOf).toBe("Gina");
    await performNode(await works.as(fay), said(orderId, "done"));
    await works.when(orderId, "succeeded");
    await assertLaws(ticketId);
  });

  it("that is cancelled waits for nobody any more", async () => {
    const orderId = await works.run([
      step("lever", { action: "person.task", executeContext: task() }),
    ]);
    await asked(orderId);
    await cancelOrder(await works.as(works.dave), { orderId, reason: "not needed" });
    await works.when(orderId, "cancelled");
    await expect(performNode(await works.as(erin), said(orderId, "done"))).rejects.toMatchObject({
      code: "WRONG_STATE",
    });
  });

  it("fails when nobody is there, or too many are, and asks nobody in a dry run", async () => {
    const start = (given: object) => personTask.start(callFor("person.task", task(given)));
    expect(await start({ people: [left.email] })).toMatchObject({
      ...{ kind: "failed", code: "NOBODY_FOUND" },
    });
    await Promise.all(
      Array.from({ length: 41 }, () => addPerson({ roles: ["crowd"], mailNotices: false })),
    );
    expect(await start({ roles: ["crowd"] })).toMatchObject({ kind: "failed", code: "TOO_MANY" });
    const dry = await missing(personTask.rehearse)(callFor("person.task", task()));
    expect(dry).toEqual({ kind: "succeeded", text: "Would ask: Erin" });
  });
});
