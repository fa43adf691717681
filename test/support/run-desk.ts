import type { Answer } from "#shared/contract/operation.ts";
import type { Contract, OperationName } from "#shared/contract/index.ts";
import { advanceOrder } from "#shared/order/advance.ts";
import { systemCtx } from "#shared/core/ctx.ts";
import { loadOrderPage } from "#shared/order/store.ts";
import type { OrderView } from "#shared/order/view/schema.ts";
import { getUser } from "#shared/org/load.ts";
import type { UserRecord } from "#shared/org/record.ts";
import { addPerson, openSession } from "./factory.ts";
import { PlanDesk } from "./plan-desk.ts";
import type { Given } from "./plans.ts";

/** Operators at the API, with what they do to runs of plans. */
export class RunDesk extends PlanDesk {
  /** A second operator, and the owner of the plans. */
  second = "";
  ownerToken = "";
  /** Somebody without a role, who may be named to break the glass. */
  breaker = {} as UserRecord;
  breakerToken = "";

  override async open(): Promise<void> {
    await super.open();
    this.second = await openSession(await addPerson({ name: "Eve", roles: ["operator"] }));
    this.ownerToken = await openSession(this.owner);
    this.breaker = await addPerson({ name: "Bea" });
    this.breakerToken = await openSession(this.breaker);
  }

  async plan(given: Given): Promise<string> {
    return (await this.publish(given)).id;
  }

  async start(planId: string, body: object = {}, token = this.operator): Promise<OrderView> {
    const answer = await this.api.loose("startOrder", { body: { planId, ...body } }, token);
    if (answer.problem !== undefined) throw new Error(JSON.stringify(answer.problem));
    return answer.body as OrderView;
  }

  /** A deed on an order, as the wire answers it: its state, or the code of the refusal. */
  async deed(name: OperationName, order: string, body: object = {}, more: Given = {}) {
    const { token = this.operator, seq } = more as { token?: string; seq?: number };
    const params = seq === undefined ? { id: order } : { id: order, seq };
    const answer = await this.api.loose(name, { params, body }, token);
    return answer.problem?.code ?? (answer.body as OrderView).state;
  }

  async see(id: string, token = this.operator): Promise<OrderView> {
    return (await this.api.call("getOrder", { params: { id } }, token)).body;
  }

  async gate(id: string, seq: number, token = this.operator): Promise<Answer<Contract["getGate"]>> {
    return (await this.api.call("getGate", { params: { id, seq } }, token)).body;
  }

  /** What people were told of it, each kind with the names of who got it. */
  async told(orderId: string): Promise<Record<string, string[]>> {
    const { events } = await loadOrderPage(orderId);
    const told: Record<string, string[]> = {};
    for (const { kind, userId } of events.flatMap(({ notify }) => notify)) {
      const name = (await getUser(userId))?.name ?? userId;
      told[kind] = [...(told[kind] ?? []), name].toSorted();
    }
    return told;
  }

  /** Lets the order's machine do what is due at `now`. */
  async tick(id: string, now = new Date().toISOString()): Promise<OrderView> {
    await advanceOrder(systemCtx("advance-order", now), id);
    return this.see(id);
  }
}
