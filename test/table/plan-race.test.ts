import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { setAutonomy } from "#shared/plan/autonomy.ts";
import { createPlan } from "#shared/plan/create.ts";
import { getPlanRecord, getPlanVersion, loadWork } from "#shared/plan/load.ts";
import { publishPlan } from "#shared/plan/publish.ts";
import { runEnded } from "#shared/plan/run-ended.ts";
import { savePlan } from "#shared/plan/save.ts";
import { disablePlan } from "#shared/plan/switch.ts";
import { auditWrite } from "#shared/audit/write.ts";
import { dynamo, tableName } from "#shared/table/client.ts";
import { commit } from "#shared/table/commit.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { ctxOf } from "#test/support/ctx.ts";
import { addPerson } from "#test/support/factory.ts";
import { itemBytes, type Item } from "#test/support/item-size.ts";
import { planOf, sourceOf, step, type Given } from "#test/support/plans.ts";
import { ownTable } from "#test/support/own-table.ts";

let engine: { stop: () => Promise<void> };
let owner: UserRecord;
let dave: Ctx;
let chen: Ctx;

beforeAll(async () => {
  engine = await ownTable();
  owner = await addPerson({ name: "Olga", roles: ["operator"] });
  dave = await ctxOf(await addPerson({ name: "Dave", roles: ["operator"] }));
  chen = await ctxOf(await addPerson({ name: "陈静", roles: ["operator"] }));
});
afterAll(() => engine.stop());

const rounds = 8;
const source = (given: Given = {}) => sourceOf(planOf({ owners: [owner.email], ...given }));
const mine = () => source({ symptoms: ["dave"] });
const theirs = () => source({ symptoms: ["chen"] });

async function told(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "done";
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

/** Fires two commands at once on a plan of their own, often; every round must end in one of `allowed`. */
async function race(
  begin: () => Promise<string>,
  fire: (planId: string) => [Promise<unknown>, Promise<unknown>],
  check: (planId: string, outcome: string[]) => Promise<void>,
): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const planId = await begin();
    const outcome = await Promise.all(fire(planId).map(told));
    await check(planId, outcome);
  }
}

describe("two at once on one plan", () => {
  it("save and save: one wins, the other is shown what won", () =>
    race(
      () => createPlan(dave, { source: source() }),
      (planId) => [
        savePlan(dave, { planId, source: mine(), version: 1 }),
        savePlan(chen, { planId, source: theirs(), version: 1 }),
      ],
      async (planId, outcome) => {
        expect(outcome.toSorted()).toEqual(["CONFLICT", "done"]);
        const won = outcome[0] === "done" ? mine() : theirs();
        expect((await loadWork(planId)).source).toBe(won);
        const late = await savePlan(dave, {
          planId,
          source: source({ symptoms: ["late"] }),
          version: 1,
        }).catch((error: unknown) => error);
        expect((late as AppError).current).toMatchObject({ source: won });
      },
    ));

  it("publish and publish: one version, and the other is told", () =>
    race(
      () => createPlan(dave, { source: source() }),
      (planId) => [
        publishPlan(dave, { planId, reason: "dave" }),
        publishPlan(chen, { planId, reason: "chen" }),
      ],
      async (planId, outcome) => {
        expect(outcome).toContain("done");
        expect(["CONFLICT", "WRONG_STATE"]).toContain(outcome.find((one) => one !== "done"));
        expect((await getPlanRecord(planId)).published).toBe(1);
        const { reason } = await getPlanVersion(planId, 1);
        expect(reason).toBe(outcome[0] === "done" ? "dave" : "chen");
      },
    ));

  it("save and publish: what is published is what its publisher saw, or nothing", () =>
    race(
      () => createPlan(dave, { source: source() }),
      (planId) => [
        publishPlan(dave, { planId, reason: "seen", version: 1 }),
        savePlan(chen, { planId, source: theirs(), version: 1 }),
      ],
      async (planId, [published, saved]) => {
        expect(saved).toBe("done");
        expect(["done", "CONFLICT"]).toContain(published);
        const { plan, source: draft } = await loadWork(planId);
        expect(draft).toBe(theirs());
        expect(plan.published).toBe(published === "done" ? 1 : 0);
        if (published !== "done") return;
        expect((await getPlanVersion(planId, 1)).document.symptoms).toEqual([]);
      },
    ));

  it("disable and set the autonomy: nothing of either is lost, or one is told", () =>
    race(
      async () => {
        const self = source({ scene: "SELF_RECOVERY", guardrails: { promoteAfter: 0 } });
        const planId = await createPlan(dave, { source: self });
        return publishPlan(dave, { planId, reason: "x" });
      },
      (planId) => [
        disablePlan(dave, { planId, reason: "x" }),
        setAutonomy(chen, { planId, level: "one_click", reason: "y" }),
      ],
      async (planId, [disabled, risen]) => {
        const { state, autonomy } = await getPlanRecord(planId);
        expect(state).toBe(disabled === "done" ? "disabled" : "published");
        expect(autonomy?.level).toBe(risen === "done" ? "one_click" : undefined);
        expect([disabled, risen]).toContain("done");
      },
    ));

  it("runs that end never stand in the way of those who edit, and every one is counted", async () => {
    const planId = await createPlan(dave, { source: source() });
    const facts = { planId, mode: "run", at: dave.now, seconds: 1, isAutomatic: false } as const;
    const end = async (orderId: string): Promise<void> => {
      const writes = runEnded({ ...facts, orderId, isSuccess: true, isEffective: null });
      const audit = auditWrite(dave, "test", planId, {});
      // Two ends at the same instant may be told to come again: an order's commit does.
      await commit(dave, { audit: [audit], writes, ref: planId }).catch(() => end(orderId));
    };
    await Promise.all(Array.from({ length: 6 }, (_, index) => end(`ord_${index}`)));
    const saved = Promise.all([
      end("ord_a"),
      savePlan(dave, { planId, source: mine(), version: 1 }),
    ]);
    expect(await told(saved)).toBe("done");
    expect((await loadWork(planId)).stats.successesByPeople).toBe(7);
  });
});

describe("a plan of 500 steps", () => {
  it("is stored in items that stay below 100 KB, and is read whole", async () => {
    const name = { en: "A step with quite a name", "zh-CN": "名字相当长的步骤".repeat(3) };
    const steps = Array.from({ length: 500 }, (_, index) =>
      step(`s${index}`, { name, executeStrategy: { timeoutSeconds: 60 + index } }),
    );
    const long = source({ steps });
    expect(Buffer.byteLength(long)).toBeGreaterThan(120_000);
    const planId = await createPlan(dave, { source: long });
    await publishPlan(dave, { planId, reason: "long" });
    const { Items = [] } = await dynamo.send(
      new ScanCommand({ TableName: tableName(), ConsistentRead: true }),
    );
    const sizes = Items.map((item) => itemBytes(item as Item));
    expect(Math.max(...sizes)).toBeLessThan(100 * 1024);
    expect((await loadWork(planId)).source).toBe(long);
    const { document } = await getPlanVersion(planId, 1);
    expect(document.scene === "RECOVERY" ? 0 : document.steps.length).toBe(500);
  });
});
