import { setTimeout as sleep } from "node:timers/promises";
import type { OrderNodeView, OrderView } from "#shared/order/view/schema.ts";
import type { Effects } from "#test/support/peers/web/effects.ts";
import { effectOf, isKeyed, parametersOf, type Kind } from "./kill-plans.ts";
import type { StubbornClient } from "./stubborn-client.ts";

/** An operator who takes one run to its end: does what is asked of her, and stops it if it is to be stopped. */

export type Walk = { run: string; planId: string; kinds: Kind[]; isToBeStopped: boolean };
export type Walked = Walk & {
  view: OrderView;
  /** Steps that were shown as of unknown end. */
  unknown: Set<Kind>;
  /** What was shown as failed, though nothing fails here. */
  failed: string[];
};
type Service = Effects & { url: string };

const patienceMs = 900_000;
const ends: ReadonlySet<string> = new Set(["succeeded", "partially_succeeded", "cancelled"]);
const stuckStates: ReadonlySet<string> = new Set(["failed", "timed_out", "unknown", "cancelled"]);

export class KillWalk {
  readonly #person: StubbornClient;
  readonly #service: Service;
  readonly #walk: Walk;
  readonly #unknown = new Set<Kind>();
  readonly #failed: string[] = [];
  #id = "";

  constructor(person: StubbornClient, service: Service, walk: Walk) {
    this.#person = person;
    this.#service = service;
    this.#walk = walk;
  }

  async play(): Promise<Walked> {
    const { run, planId, kinds } = this.#walk;
    const parameters = parametersOf(this.#service.url, run, kinds);
    const { status, body } = await this.#person.command("POST", "/orders", { planId, parameters });
    if (status !== 201) throw new Error(`start of ${run}: ${status} ${JSON.stringify(body)}`);
    this.#id = String(body["id"]);
    const view = await this.#follow();
    for (const { seq, type } of view.timeline) {
      const kind = type === "node.unknown" && seq !== null ? kinds[seq - 1] : undefined;
      if (kind !== undefined) this.#unknown.add(kind);
    }
    return { ...this.#walk, view, unknown: this.#unknown, failed: this.#failed };
  }

  async #follow(): Promise<OrderView> {
    const untilMs = Date.now() + patienceMs;
    for (;;) {
      const { status, body } = await this.#person.get(`/orders/${this.#id}`);
      if (status !== 200) throw new Error(`order ${this.#id}: ${status} ${JSON.stringify(body)}`);
      const view = body as unknown as OrderView;
      if (ends.has(view.state) || Date.now() > untilMs) return view;
      await this.#act(view);
      await sleep(150 + Math.random() * 300);
    }
  }

  async #act(view: OrderView): Promise<void> {
    const node = view.nodes.find(({ state }) => stuckStates.has(state));
    if (view.state === "paused" && node !== undefined) return this.#mend(node);
    const stoppable = view.nodes.find(({ stepId }) => stepId === "stoppable");
    const isTime = this.#walk.isToBeStopped && stoppable?.state === "running";
    if (isTime && view.state === "running" && Math.random() < 0.3) await this.#stop();
  }

  async #stop(): Promise<void> {
    await this.#person.command("POST", `/orders/${this.#id}/cancel`, { reason: "not needed" });
  }

  /** Looks at the service what came of it, and says so. */
  async #mend({ seq, stepId, state }: OrderNodeView): Promise<void> {
    const kind = stepId as Kind;
    if (state !== "unknown") this.#failed.push(`${this.#walk.run} ${stepId} ${state}`);
    if (kind === "stoppable" || state !== "unknown") return this.#stop();
    this.#unknown.add(kind);
    const reason = "looked at the service";
    const hasHappened = this.#service.times(effectOf(this.#walk.run, kind)) > 0;
    if (hasHappened && !isKeyed(kind)) return this.#say(seq, "complete", { reason });
    if (!hasHappened) await this.#say(seq, "fail", { reason });
    await this.#say(seq, "retry", { reason });
  }

  /** Who comes second to her own deed is refused: what she sees next tells. */
  async #say(seq: number, deed: string, body: object): Promise<void> {
    await this.#person.command("POST", `/orders/${this.#id}/nodes/${seq}/${deed}`, body);
  }
}
