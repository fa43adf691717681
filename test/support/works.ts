import { now } from "#functions/lib/clock.ts";
import type { ChainNode } from "#shared/approval/chain.ts";
import { systemCtx, type Ctx } from "#shared/core/ctx.ts";
import { listLog } from "#shared/order/list-log.ts";
import { StartInput, type OrderState } from "#shared/order/schema.ts";
import { startOrder } from "#shared/order/start.ts";
import { loadOrderPage, loadRun, type Run } from "#shared/order/store.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { createPlan } from "#shared/plan/create.ts";
import { publishPlan } from "#shared/plan/publish.ts";
import { orderIdOf } from "#shared/ticket/record.ts";
import { startMachine, type Machine } from "#stacks/local/machine.ts";
import { ctxOf } from "./ctx.ts";
import { addPerson } from "./factory.ts";
import { publish, submitted } from "./office.ts";
import { planOf, sourceOf, type Given } from "./plans.ts";
import { until } from "./until.ts";

/** The whole product in this process, ten times as fast, with an operator who lets actions run on it. */
export class Works {
  readonly machine: Machine;
  readonly alice: UserRecord;
  readonly dave: UserRecord;

  private constructor(machine: Machine, [alice, dave]: [UserRecord, UserRecord]) {
    this.machine = machine;
    this.alice = alice;
    this.dave = dave;
  }

  static async start(env: Record<string, string> = {}): Promise<Works> {
    // A lease of a minute is six seconds: more than any call here takes on a busy machine.
    const machine = await startMachine({ inMemory: true, web: false, timeScale: 10, env });
    const alice = await addPerson({ name: "Alice" });
    return new Works(machine, [alice, await addPerson({ name: "Dave", roles: ["operator"] })]);
  }

  stop(): Promise<void> {
    return this.machine.stop();
  }

  as(person: UserRecord): Promise<Ctx> {
    return ctxOf(person, { now: now() });
  }

  /** A ticket of Alice's that is nothing but this action. */
  async ticket(action: string, parameters: object): Promise<{ ticketId: string; orderId: string }> {
    const name = { en: action, "zh-CN": action };
    const node = { kind: "automate", id: "act", name, action, parameters } as ChainNode;
    const ticketId = await submitted(await publish([node]), this.alice, { now: now() });
    return { ticketId, orderId: orderIdOf({ ticketId, seq: 1 }) };
  }

  /** A run, started by Dave, of a plan with these steps. */
  async run(steps: Given[], given: Given = {}, start: Given = {}): Promise<string> {
    const source = sourceOf(planOf({ owners: [this.dave.email], steps, ...given }));
    const system = systemCtx("test", now());
    const planId = await createPlan(system, { source });
    await publishPlan(system, { planId, reason: "tested" });
    return startOrder(await this.as(this.dave), StartInput.parse({ planId, ...start }));
  }

  /** The order, as soon as it is in this state. */
  when(orderId: string, state: OrderState): Promise<Run> {
    return until(`order ${orderId} ${state}`, async () => {
      const found = await loadRun(orderId);
      return found.order.state === state && found;
    });
  }

  /** What the order's history tells, each line with the call it is about. */
  async history(orderId: string): Promise<string[]> {
    const { events } = await loadOrderPage(orderId);
    return events
      .toSorted((a, b) => (a.eventId < b.eventId ? -1 : 1))
      .map(({ type, data }) => [type, data.call ?? []].flat().join(" "));
  }

  /** The log of a node, as an operator reads it. */
  async log(orderId: string, seq = 1): Promise<string> {
    const { items } = await listLog(await this.as(this.dave), { orderId, seq, limit: 50 });
    return items.map(({ text }) => text).join("\n");
  }
}
