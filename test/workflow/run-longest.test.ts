import { afterAll, beforeAll, expect, it } from "vitest";
import type { UserRecord } from "#shared/org/record.ts";
import { eventsPerCommit, mostMachineEvents } from "#shared/order/engine/limits.ts";
import { getOrderRecord, loadRun } from "#shared/order/store.ts";
import { startMachine, type Machine } from "#stacks/local/machine.ts";
import { addPerson } from "#test/support/factory.ts";
import { longest, runPlan } from "#test/support/long-plan.ts";
import { reply, startOutside, type Outside } from "#test/support/outside.ts";
import { until } from "#test/support/until.ts";

let machine: Machine;
let outside: Outside;
let dave: UserRecord;

beforeAll(async () => {
  machine = await startMachine({ inMemory: true, web: false, timeScale: 10 });
  outside = await startOutside();
  outside.answer("/step", reply(200, { state: "succeeded" }));
  dave = await addPerson({ name: "Dave", roles: ["operator"] });
}, 120_000);
afterAll(async () => {
  await outside.stop();
  await machine.stop();
});

it("a plan of 500 steps finishes on more than one machine, each call made once", async () => {
  const id = await runPlan(dave, longest(`${outside.url}/step`));
  const isOver = async () => ((await getOrderRecord(id))?.endedAt ?? null) !== null;
  await until("the end of the run", isOver, 240_000);
  const { order, nodes } = await loadRun(id);
  expect(order).toMatchObject({ state: "succeeded", failures: 0, at: 501 });
  expect(nodes.filter(({ state }) => state === "succeeded")).toHaveLength(500);
  const keys = outside.calls("/step").map(({ key }) => key);
  expect([keys.length, new Set(keys).size]).toEqual([450, 450]);
  // All it committed would have overfilled one machine's history.
  expect(order.version * eventsPerCommit).toBeGreaterThan(mostMachineEvents);
  expect(order.machineEvents).toBeLessThan(mostMachineEvents / 2);
  await until("the end of its machines", async () => machine.sfnStats().running === 0);
}, 300_000);
