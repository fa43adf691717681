import { afterAll, beforeAll, expect, it } from "vitest";
import { now } from "#functions/lib/clock.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import { listNotices } from "#shared/notify/list.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { createPlan } from "#shared/plan/create.ts";
import { publishPlan } from "#shared/plan/publish.ts";
import { findSettings } from "#shared/setting/store.ts";
import { updateSetting } from "#shared/setting/update.ts";
import { addPerson } from "#test/support/factory.ts";
import { planOf, sourceOf, step, type Given } from "#test/support/plans.ts";
import { until } from "#test/support/until.ts";
import { Works } from "#test/support/works.ts";

/** Whoever looks after a plan hears when its footing is taken away, not in the emergency. */

let works: Works;
let olga: UserRecord;
let other: UserRecord;
let planId: string;

const check = { server: "main", query: "up", comparison: ">", threshold: 0 };

async function published(owner: UserRecord, steps: Given[]): Promise<string> {
  const system = systemCtx("test", now());
  const source = sourceOf(planOf({ owners: [owner.email], steps }));
  return publishPlan(system, { planId: await createPlan(system, { source }), reason: "tested" });
}

async function save(servers: Given[]): Promise<void> {
  const system = systemCtx("test", now());
  const version = (await findSettings(["prometheus"])).get("prometheus")?.version ?? 0;
  await updateSetting(system, { group: "prometheus", version, value: { servers } });
}

async function brokenFor(person: UserRecord): Promise<string[]> {
  const { items } = await listNotices(await works.as(person), { limit: 50 });
  return items.filter(({ kind }) => kind === "plan.broken").map(({ subject }) => subject.id);
}

beforeAll(async () => {
  works = await Works.start();
  olga = await addPerson({ name: "Olga", roles: ["operator"] });
  other = await addPerson({ name: "Otto", roles: ["operator"] });
  await save([{ name: "main", url: "https://prometheus.test" }]);
  planId = await published(olga, [
    step("before", { action: "prometheus.check", executeContext: check }),
    step("pause"),
    step("after", { action: "prometheus.check", executeContext: check }),
  ]);
  await published(other, [step("pause")]);
});
afterAll(() => works.stop());

it("settings that are emptied break the plans that need them: their owners are told, each time once", async () => {
  await save([{ name: "main", url: "https://other.test" }]);
  await save([]);
  await until("word of the broken plan", async () => (await brokenFor(olga)).length > 0);
  await save([{ name: "main", url: "https://prometheus.test" }]);
  await save([]);
  await until("word of it once more", async () => (await brokenFor(olga)).length > 1);
  expect(await brokenFor(olga)).toEqual([planId, planId]);
  expect(await brokenFor(other)).toEqual([]);
});
