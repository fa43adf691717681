import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runEnded, type RunFacts } from "#shared/plan/run-ended.ts";
import { isTriggerToken, showTriggerToken } from "#shared/plan/trigger-token.ts";
import { getPlanRecord } from "#shared/plan/load.ts";
import { auditWrite } from "#shared/audit/write.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import { commit } from "#shared/table/commit.ts";
import { PlanDesk } from "#test/support/plan-desk.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let desk: PlanDesk;

beforeAll(async () => {
  engine = await ownTable();
  desk = new PlanDesk();
  await desk.open();
});
afterAll(() => engine.stop());

const reason = { reason: "because" };

const disable = (id: string) =>
  desk.api.call("disablePlan", { params: { id }, body: reason }, desk.operator);
const enable = (id: string) => desk.api.call("enablePlan", { params: { id } }, desk.operator);

let orders = 0;

async function ended(planId: string, given: Partial<RunFacts> = {}): Promise<void> {
  const at = new Date(Date.parse("2026-03-01T00:00:00Z") + (orders += 1) * 60_000).toISOString();
  const usual = { mode: "run", isAutomatic: false, isSuccess: true, isEffective: null } as const;
  const facts = { planId, at, orderId: `ord_${orders}`, seconds: 10, ...usual, ...given };
  const ctx = systemCtx("test", at);
  await commit(ctx, {
    audit: [auditWrite(ctx, "test", planId, {})],
    writes: runEnded(facts),
    ref: "",
  });
}

describe("what came of the runs of a plan", () => {
  it("is counted at their ends; drills for themselves, dry runs nowhere", async () => {
    const { id, version } = await desk.publish();
    await ended(id, { seconds: 20 });
    await ended(id, { seconds: 40, isAutomatic: true });
    await ended(id, { isSuccess: false, seconds: 1 });
    const last = `ord_${orders - 1}`;
    await ended(id, { mode: "drill", seconds: 500 });
    await ended(id, { mode: "drill", isSuccess: false });
    expect(runEnded({ ...({} as RunFacts), mode: "dry_run" })).toEqual([]);
    const { stats, counts, version: now, lastRunAt, lastDrillAt } = await desk.look(id);
    expect(stats).toMatchObject({
      successesByPeople: 1,
      automaticRuns: 1,
      automaticSuccesses: 1,
      failures: 1,
      ineffectiveInARow: 1,
      drills: 2,
      lastSuccessOrderId: last,
      lastRunOrderId: `ord_${orders - 2}`,
      averageSeconds: 30,
    });
    expect(counts).toEqual({ successes: 2, failures: 1, drills: 2 });
    expect([lastRunAt, lastDrillAt]).toEqual([stats.lastRunAt, stats.lastDrillAt]);
    expect(now).toBe(version);
  });

  it("counts runs in a row that did not help, until one does or the plan is enabled anew", async () => {
    const { id } = await desk.publish();
    const row = async () => (await desk.look(id)).stats.ineffectiveInARow;
    await ended(id, { isEffective: false });
    await ended(id, { isSuccess: false });
    expect(await row()).toBe(2);
    await ended(id, { isEffective: null });
    expect(await row()).toBe(2);
    await ended(id, { isEffective: true });
    expect(await row()).toBe(0);
    await ended(id, { isEffective: false });
    await disable(id);
    await enable(id);
    expect(await row()).toBe(0);
    expect((await desk.look(id)).stats.successesByPeople).toBe(2);
  });

  it("takes the average of the last ten that succeeded", async () => {
    const { id } = await desk.publish();
    expect((await desk.look(id)).stats.averageSeconds).toBeNull();
    for (const seconds of [900, ...Array.from({ length: 10 }, (_, index) => 10 + index)]) {
      await ended(id, { seconds });
    }
    expect((await desk.look(id)).stats.averageSeconds).toBe(15);
  });
});

describe("how much a plan of self-recovery does by itself", () => {
  const self = (promoteAfter: number) =>
    desk.publish({ scene: "SELF_RECOVERY", guardrails: { promoteAfter } });
  const set = async (
    id: string,
    level: "suggest" | "one_click" | "auto_with_veto" | "auto",
  ): Promise<string> => {
    const call = { params: { id }, body: { level, ...reason } };
    const { body, problem } = await desk.api.call("setPlanAutonomy", call, desk.operator);
    return problem?.code ?? String(body.autonomy);
  };

  it("rises a step at a time, each after runs that went well, and falls at any time", async () => {
    const { id, autonomy } = await self(2);
    expect(autonomy).toBe("suggest");
    expect(await set(id, "one_click")).toBe("WRONG_STATE");
    await ended(id);
    await ended(id, { isSuccess: false });
    await ended(id, { mode: "drill" });
    expect(await set(id, "one_click")).toBe("WRONG_STATE");
    await ended(id);
    expect((await desk.look(id)).promotion).toEqual({ successes: 2, needed: 2 });
    expect(await set(id, "auto_with_veto")).toBe("WRONG_STATE");
    expect(await set(id, "one_click")).toBe("one_click");
    expect((await desk.look(id)).autonomyChange).toMatchObject({
      by: { name: "Dave" },
      reason: "because",
    });
    expect(await set(id, "auto_with_veto")).toBe("WRONG_STATE");
    await ended(id);
    await ended(id, { isAutomatic: true, isEffective: false });
    expect(await set(id, "auto_with_veto")).toBe("WRONG_STATE");
    await ended(id, { isAutomatic: true, isEffective: true });
    expect(await set(id, "auto_with_veto")).toBe("auto_with_veto");
    expect(await set(id, "suggest")).toBe("suggest");
    expect(await set(id, "suggest")).toBe("WRONG_STATE");
  });

  it("rises only while the plan can be run, and in no other scene", async () => {
    const { id } = await self(0);
    await disable(id);
    expect(await set(id, "one_click")).toBe("WRONG_STATE");
    await enable(id);
    expect(await set(id, "one_click")).toBe("one_click");
    const emergency = await desk.publish();
    expect([emergency.autonomy, await set(emergency.id, "suggest")]).toEqual([null, "WRONG_STATE"]);
  });
});

describe("the token of a trigger", () => {
  it("is shown once, opens its own plan, and nothing any more after the next one", async () => {
    const { id } = await desk.publish();
    const other = await desk.publish();
    const renew = async () =>
      (await desk.api.call("renewTriggerToken", { params: { id } }, desk.operator)).body;
    const none = await getPlanRecord(id);
    const { token: unmade } = await showTriggerToken(systemCtx("test", none.createdAt), id);
    expect(isTriggerToken(none, unmade)).toBe(false);
    const first = await renew();
    expect(first.generation).toBe(1);
    expect(isTriggerToken(none, first.token)).toBe(false);
    const plan = await getPlanRecord(id);
    expect(isTriggerToken(plan, first.token)).toBe(true);
    expect(isTriggerToken({ ...plan, planId: other.id }, first.token)).toBe(false);
    expect(isTriggerToken(plan, `${first.token}x`)).toBe(false);
    const second = await renew();
    expect(second.token).not.toBe(first.token);
    const now = await getPlanRecord(id);
    expect([isTriggerToken(now, first.token), isTriggerToken(now, second.token)]).toEqual([
      false,
      true,
    ]);
    expect(JSON.stringify(await desk.look(id))).not.toContain(second.token);
  });
});

describe("the readiness of a plan", () => {
  it("is told in parts that add up, for a draft too", async () => {
    const { id } = await desk.create();
    const read = async () =>
      (await desk.api.call("getPlanReadiness", { params: { id } }, desk.operator)).body;
    const draft = await read();
    expect(draft.score).toBe(20 + 15 + 7 + 10);
    await desk.again(id);
    await ended(id, { mode: "drill", at: new Date().toISOString() });
    const { score, parts } = await read();
    expect(score).toBe(draft.score + 20 + 5);
    expect(parts.map(({ code, points, most }) => `${code} ${points}/${most}`)).toEqual([
      "drill 20/20",
      "actions 20/20",
      "way_back 15/15",
      "owners 7/15",
      "parameters 10/10",
      "duration 0/10",
      "runs 0/5",
      "draft 5/5",
    ]);
  });
});
