import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemCtx } from "#shared/core/ctx.ts";
import { judgePlan } from "#shared/trigger/breaker.ts";
import type { TriggerView } from "#shared/trigger/schema.ts";
import { carryOut } from "#test/support/order.ts";
import { ownTable } from "#test/support/own-table.ts";
import { step, type Given } from "#test/support/plans.ts";
import { RunDesk } from "#test/support/run-desk.ts";

let engine: { stop: () => Promise<void> };
let desk: RunDesk;

beforeAll(async () => {
  engine = await ownTable();
  desk = new RunDesk();
  await desk.open();
  await mostAutomaticRuns(100);
});
afterAll(() => engine.stop());

async function mostAutomaticRuns(most: number): Promise<void> {
  const params = { group: "platform" };
  const { version, value } = (await desk.api.call("getSetting", { params }, desk.admin)).body;
  const body = { version, value: { ...value, mostAutomaticRuns: most } };
  await desk.api.call("updateSetting", { params, body }, desk.admin);
}

const restart = {
  scene: "SELF_RECOVERY",
  trigger: {
    labels: { alertname: "Down", zone: "a*" },
    parameters: { "pause.seconds": "seconds" },
  },
  guardrails: { minIntervalSeconds: 0, promoteAfter: 0, breakerAfter: 2, vetoSeconds: 60 },
};
const operators = ["Dave", "Eve", "Olga Owner"];
const labels = { alertname: "Down", zone: "a1", instance: "web-1", seconds: "7" };

/** A plan of self-recovery and how alerts come to it. */
class Alarm {
  planId = "";
  #token = "";

  async open(level: "suggest" | "one_click" | "auto_with_veto" | "auto", given: Given = {}) {
    this.planId = await desk.plan({ ...restart, ...given });
    const params = { id: this.planId };
    const order = ["one_click", "auto_with_veto", "auto"] as const;
    for (const next of order.slice(0, order.indexOf(level as "auto") + 1)) {
      const body = { level: next, reason: "tested" };
      await desk.api.call("setPlanAutonomy", { params, body }, desk.operator);
    }
    const { body } = await desk.api.call("renewTriggerToken", { params }, desk.operator);
    this.#token = body.token;
    return this;
  }

  async ring(given: object = {}, token = this.#token) {
    const call = {
      params: { id: this.planId },
      body: { source: "prometheus", fingerprint: "down-1", labels, instances: 10, ...given },
      headers: { authorization: `Bearer ${token}` },
    };
    const answer = await desk.api.loose("triggerPlan", call);
    return answer.problem?.code ?? (answer.body as TriggerView);
  }

  async log() {
    const call = { params: { id: this.planId } };
    const { items } = (await desk.api.call("listTriggers", { ...call, query: {} }, desk.manager))
      .body;
    return items.map(({ outcome, reason }) => reason ?? outcome);
  }
}

describe("an alert is taken by the plan whose token it brings", () => {
  it("and by no other; a token is good until the next one is made", async () => {
    const [one, other] = await Promise.all([new Alarm().open("auto"), new Alarm().open("auto")]);
    expect(await one.ring({}, "guessed")).toBe("NOT_FOUND");
    const params = { id: other.planId };
    const foreign = (await desk.api.call("renewTriggerToken", { params }, desk.operator)).body
      .token;
    expect(await one.ring({}, foreign)).toBe("NOT_FOUND");
    expect(await other.ring()).toBe("NOT_FOUND");
    expect(await other.ring({}, foreign)).toMatchObject({ outcome: "started" });
  });

  it("if its labels are those the plan is for, and the plan can run", async () => {
    const alarm = await new Alarm().open("auto");
    expect(await alarm.ring({ labels: { ...labels, zone: "b1" } })).toMatchObject({
      outcome: "unmatched",
    });
    expect(await alarm.ring({ labels: {} })).toMatchObject({ outcome: "unmatched" });
    await desk.deed("disablePlan", alarm.planId, { reason: "works" });
    expect(await alarm.ring()).toMatchObject({ outcome: "held_back", reason: "not_published" });
    expect(await alarm.log()).toEqual(["not_published", "unmatched", "unmatched"]);
  });
});

describe("how much happens by itself is the plan's level of autonomy", () => {
  it("suggest: people are told, once", async () => {
    const alarm = await new Alarm().open("suggest", {
      guardrails: { ...restart.guardrails, minIntervalSeconds: 600 },
    });
    expect(await alarm.ring()).toEqual({ outcome: "suggested", reason: null, orderId: null });
    expect(await alarm.ring()).toMatchObject({ outcome: "held_back", reason: "too_soon" });
  });

  it("one click: a run waits for somebody's yes, with what the alert says in place", async () => {
    const alarm = await new Alarm().open("one_click");
    const { orderId, outcome } = (await alarm.ring()) as TriggerView;
    expect(outcome).toBe("asked");
    const order = await desk.see(orderId ?? "");
    expect(order).toMatchObject({
      state: "pending_approval",
      trigger: "ALERT",
      labels: { instance: "web-1" },
      nodes: [{ parameters: { seconds: 7 }, sources: { seconds: "trigger" } }],
    });
    const seen = order.approval?.hash ?? "";
    expect(await desk.deed("approveOrder", order.id, { seen })).toBe("running");
  });

  it("with veto: it runs after a while in which anybody may stop it", async () => {
    const alarm = await new Alarm().open("auto_with_veto");
    const { orderId, outcome } = (await alarm.ring()) as TriggerView;
    expect(outcome).toBe("announced");
    expect((await desk.see(orderId ?? "")).state).toBe("scheduled");
    expect(await desk.told(orderId ?? "")).toMatchObject({ "order.announced": operators });
    expect(await desk.deed("cancelOrder", orderId ?? "", { reason: "no" })).toBe("cancelled");
  });

  it("auto: it runs; where the share it touches is not known, somebody is asked after all", async () => {
    const alarm = await new Alarm().open("auto");
    const { orderId, outcome } = (await alarm.ring()) as TriggerView;
    expect(outcome).toBe("started");
    expect(await desk.told(orderId ?? "")).toMatchObject({ "order.automatic": operators });
    const careful = await new Alarm().open("auto");
    expect(await careful.ring({ instances: undefined })).toMatchObject({ outcome: "asked" });
  });

  it("a run that lacks a value waits, and operators are told", async () => {
    const { executeContext: _, ...empty } = step("pause");
    const { seconds: _none, ...rest } = labels;
    const alarm = await new Alarm().open("auto", { steps: [empty] });
    const { orderId } = (await alarm.ring({ labels: rest })) as TriggerView;
    expect((await desk.see(orderId ?? "")).state).toBe("waiting_params");
    expect(await desk.told(orderId ?? "")).toMatchObject({ "order.stuck": operators });
  });
});

describe("a storm of alerts makes one run", () => {
  it("however many come at the same moment", async () => {
    const alarm = await new Alarm().open("auto");
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_none, index) => alarm.ring({ fingerprint: `down-${index % 2}` })),
    );
    const outcomes = answers.map((answer) => (answer as TriggerView).outcome);
    expect(outcomes.filter((one) => one === "started")).toHaveLength(1);
    expect(outcomes.filter((one) => one === "attached")).toHaveLength(7);
    const ids = new Set(answers.map((answer) => (answer as TriggerView).orderId));
    expect(ids.size).toBe(1);
    const [orderId] = ids;
    const { timeline } = await desk.see(orderId ?? "");
    expect(timeline.filter(({ type }) => type === "order.alertAttached")).toHaveLength(7);
  });

  it("and no more runs at the same time than the product allows", async () => {
    await mostAutomaticRuns(0);
    const alarm = await new Alarm().open("auto");
    expect(await alarm.ring()).toMatchObject({ outcome: "held_back", reason: "runs_limit" });
    await mostAutomaticRuns(100);
    expect(await alarm.ring()).toMatchObject({ outcome: "started" });
  });
});

describe("a run that did not help costs trust", () => {
  let alarm: Alarm;
  beforeEach(async () => {
    alarm = await new Alarm().open("auto");
  });

  async function runOnce(): Promise<string> {
    const { orderId } = (await alarm.ring()) as TriggerView;
    await carryOut(orderId ?? "", { kind: "succeeded" });
    return orderId ?? "";
  }
  const judge = () => judgePlan(systemCtx("breaker", new Date().toISOString()), alarm.planId);
  const plan = () => desk.look(alarm.planId);

  it("when its alert comes back within the time of observation: then it may do less", async () => {
    const orderId = await runOnce();
    expect((await desk.see(orderId)).watch).toMatchObject({ verdict: null });
    // The next alert of the same kind finds that the run has ended, and is a new case.
    expect(await alarm.ring()).toMatchObject({ outcome: "started" });
    expect((await desk.see(orderId)).watch).toMatchObject({ verdict: "ineffective" });
    await judge();
    await judge();
    expect((await plan()).autonomy).toBe("auto_with_veto");
  });

  it("and after too many in a row it is disabled", async () => {
    await runOnce();
    await runOnce();
    await alarm.ring();
    await judge();
    expect(await plan()).toMatchObject({ state: "disabled" });
    expect(await alarm.ring()).toMatchObject({ reason: "not_published" });
  });

  it("but when the alert stays away it has helped", async () => {
    const orderId = await runOnce();
    const { watch } = await desk.see(orderId);
    const order = await desk.tick(orderId, watch?.until ?? "");
    expect(order.watch).toMatchObject({ verdict: "effective" });
    expect(order.timeline.at(-1)).toMatchObject({
      type: "order.judged",
      data: { to: "effective" },
    });
  });
});
