import { afterAll, beforeAll, expect, it } from "vitest";
import { now } from "#functions/lib/clock.ts";
import { after, dayMs, secondMs } from "#shared/core/clock.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { loadRun } from "#shared/order/store.ts";
import { getSetting } from "#shared/setting/list.ts";
import { updateSetting } from "#shared/setting/update.ts";
import { startMachine, type Machine } from "#stacks/local/machine.ts";
import { addPerson } from "#test/support/factory.ts";
import { runPlan } from "#test/support/long-plan.ts";
import { step } from "#test/support/plans.ts";
import { until } from "#test/support/until.ts";

let machine: Machine;
let dave: UserRecord;

const daySeconds = dayMs / secondMs;

beforeAll(async () => {
  // A day is a third of a second.
  machine = await startMachine({ inMemory: true, web: false, timeScale: 250_000 });
  dave = await addPerson({ name: "Dave", roles: ["operator"] });
  const system = systemCtx("test", now());
  const { version, value } = await getSetting(system, "platform");
  const longer = { ...(value as object), orderTimeoutSeconds: 90 * daySeconds };
  await updateSetting(system, { group: "platform", version, value: longer });
}, 120_000);
afterAll(() => machine.stop());

it("a plan that waits for its hour for ten days, and then for 40 days, finishes", async () => {
  const waits = (id: string) =>
    step(id, {
      executeContext: { seconds: 20 * daySeconds },
      // At this speed a busy machine takes hours for a commit.
      executeStrategy: { timeoutSeconds: 30 * daySeconds },
    });
  const startAt = after(now(), 10 * dayMs);
  const id = await runPlan(dave, [waits("first"), waits("second")], { startAt });
  const { order, nodes } = await until(
    "the end of the run",
    async () => {
      const run = await loadRun(id);
      return run.order.endedAt !== null && run;
    },
    60_000,
  );
  expect(order.state).toBe("succeeded");
  expect(nodes.map(({ state }) => state)).toEqual(["succeeded", "succeeded"]);
  const instant = (at: string | null) => Date.parse(at ?? "");
  expect(instant(order.startedAt)).toBeGreaterThanOrEqual(instant(startAt));
  const days = (instant(order.endedAt) - instant(order.startedAt)) / dayMs;
  expect(days).toBeGreaterThanOrEqual(40);
  expect(days).toBeLessThan(60);
  await until("the end of its machines", async () => machine.sfnStats().running === 0);
}, 120_000);
