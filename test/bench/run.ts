import { setTimeout as sleep } from "node:timers/promises";
import type { OrderRecord } from "#shared/order/record.ts";
import { getOrderRecord } from "#shared/order/store.ts";
import { startMachine } from "#stacks/local/machine.ts";
import { addPerson } from "#test/support/factory.ts";
import { callStep, longest, pollStep, runPlan } from "#test/support/long-plan.ts";
import type { Given } from "#test/support/plans.ts";
import { reply, startOutside } from "#test/support/outside.ts";

/**
 * What a node of a run costs on the embedded stack: milliseconds beside the work itself and state transitions, for an
 * action that answers at once and one that is looked at; then the longest plan, with this process' memory.
 */

const nodes = 20;
const pollSeconds = 1;
const mib = 2 ** 20;

const machine = await startMachine({ inMemory: true, web: false });
const outside = await startOutside();
outside.answer("/sync", reply(200));
outside.answer("/poll", reply(202, {}, { location: "/job" }));
outside.answer("/job", reply(200, { state: "succeeded" }));
const operator = await addPerson({ name: "Dave", roles: ["operator"] });

const rssMib = () => Math.round(process.memoryUsage().rss / mib);

/** Takes a plan to its end. */
async function run(steps: Given[]) {
  const orderId = await runPlan(operator, steps);
  let mostMib = rssMib();
  let order: OrderRecord | undefined;
  while ((order?.endedAt ?? null) === null) {
    await sleep(100);
    mostMib = Math.max(mostMib, rssMib());
    order = await getOrderRecord(orderId);
  }
  if (order?.state !== "succeeded") throw new Error(`ended ${order?.state}`);
  while (machine.sfnStats().running > 0) await sleep(20);
  const ms = Date.parse(order.endedAt ?? "") - Date.parse(order.startedAt ?? "");
  return { ms, transitions: machine.transitions(orderId), mostMib };
}

/** One node, as the difference between a long plan and a short one. */
async function node(action: string, step: (id: string) => Given, workMs: number) {
  const plan = (count: number) => Array.from({ length: count }, (_none, at) => step(`s${at}`));
  const short = await run(plan(1));
  const long = await run(plan(1 + nodes));
  return {
    action,
    overheadMs: Math.round((long.ms - short.ms) / nodes - workMs),
    transitions: (long.transitions - short.transitions) / nodes,
  };
}

try {
  await run([callStep("warm", `${outside.url}/sync`)]);
  const each = [
    await node("sync", (id) => callStep(id, `${outside.url}/sync`), 0),
    await node(
      "poll",
      (id) => pollStep(id, `${outside.url}/poll`, pollSeconds),
      pollSeconds * 1000,
    ),
  ];
  const idleMib = rssMib();
  const { ms, transitions, mostMib } = await run(longest(`${outside.url}/sync`));
  const whole = { nodes: 500, seconds: Math.round(ms / 100) / 10, transitions, idleMib, mostMib };
  console.table(each);
  console.table([whole]);
  console.log(JSON.stringify({ each, whole }));
} finally {
  await outside.stop();
  await machine.stop();
}
