import type { Outcome } from "#shared/action/driver.ts";
import { AppError } from "#shared/core/error.ts";
import { create } from "#shared/order/engine/gate.ts";
import { directiveOf } from "#shared/order/engine/directive.ts";
import type { Change, Deed as Given } from "#shared/order/engine/move.ts";
import type { Frame } from "#shared/order/engine/frame.ts";
import { report, settle } from "#shared/order/engine/settle.ts";
import type { Work } from "#shared/order/record.ts";
import { Strategy } from "#shared/plan/schema.ts";
import { beginMs } from "./order-fuzz/case.ts";
import { MachineSim } from "./order-fuzz/machine.ts";
import { instant, OrderTable } from "./order-fuzz/table.ts";
import { decisionSeconds, type Part, type Plan, type Step } from "./order-model/plan.ts";

/** Plans in a few words: what is not said is usual. */
export function step(part: Partial<Omit<Step, "strategy">> & Partial<Strategy> = {}): Step {
  const { isIdempotent = false, canCancel = false, canFind = false, isReversible = false } = part;
  const { lacks = false, targets = null, timeoutSeconds = 600, ...strategy } = part;
  const flags = { isIdempotent, canCancel, canFind, isReversible, lacks, targets, timeoutSeconds };
  const known = Object.keys(Strategy.parse({}));
  const own = Object.entries(strategy).filter(([key]) => known.includes(key));
  return { strategy: Strategy.parse(Object.fromEntries(own)), ...flags };
}

export function part(steps: Step[], given: Partial<Omit<Part, "steps">> = {}): Part {
  return { steps, isForced: false, timeoutSeconds: 0, ...given };
}

export function plan(items: Plan["items"], given: Partial<Plan> = {}): Plan {
  return {
    items,
    isTask: false,
    isComplete: true,
    approvals: 0,
    startsInSeconds: 0,
    timeoutSeconds: 100_000,
    watchSeconds: null,
    ...given,
  };
}

export const succeeded: Outcome = { kind: "succeeded" };
export const failed: Outcome = { kind: "failed", code: "NO", message: "It says no." };
export const started = { kind: "started", operation: { id: "it" } } as const satisfies Outcome;
export const silence: Outcome = { kind: "no_answer", message: "silence" };
export const stopped: Outcome = { kind: "cancelled" };
export const awaitsCallback: Outcome = { kind: "awaits_callback" };
export const awaitsPerson: Outcome = {
  kind: "awaits_person",
  people: [{ id: "erin", name: "erin" }],
};
export const wants = (name: string): Outcome => {
  return { kind: "wants", step: name, operation: { id: "it" } };
};
export const throttled = (afterSeconds: number): Outcome => {
  return { kind: "throttled", afterSeconds, message: "later" };
};

/** An order on a desk: people do things to it, time goes by, and the machine is there when it is wanted. */
export class Desk {
  readonly table: OrderTable;
  readonly #machine: MachineSim;
  /** Outcomes of looks to come; none left: it goes on. */
  readonly looks: Outcome[] = [];
  readonly events: string[] = [];
  nowMs = beginMs;
  last: Change | null = null;

  constructor(given: Plan) {
    this.table = new OrderTable(given);
    const changed = (change: Change, cause: string) => this.#changed(change, cause);
    const broken = (law: string) => {
      throw new Error(law);
    };
    const fate = ({ what }: { what: string }) =>
      what === "look" ? (this.looks.shift() ?? started) : null;
    this.#machine = new MachineSim(this.table, fate, { changed, called: () => undefined, broken });
    const gates = { isComplete: given.isComplete, decisionSeconds };
    this.#changed(create(this.table.frame(), this.#deed("alice"), gates), "create");
    this.run();
  }

  #changed(change: Change, cause: string): void {
    this.last = change;
    const isMachine = ["advance", "claim", "settle", "continue"].includes(cause);
    this.table.apply(change, !isMachine);
    this.events.push(...change.events.map(({ type }) => type));
  }

  #deed(by: string): Given {
    return { now: this.now, mover: { person: { id: by, name: by }, channel: "web" } };
  }

  get now(): string {
    return instant(this.nowMs);
  }

  run(): this {
    this.#machine.run(this.nowMs);
    return this;
  }

  /** Time goes by. */
  later(seconds: number): this {
    const untilMs = this.nowMs + seconds * 1000;
    for (;;) {
      const { wakeAt } = this.table.order;
      if (wakeAt === null || Date.parse(wakeAt) > untilMs) break;
      this.nowMs = Math.max(this.nowMs, Date.parse(wakeAt));
      this.run();
    }
    this.nowMs = untilMs;
    return this;
  }

  /** Time goes by, and nobody looks. */
  asleep(seconds: number): this {
    this.nowMs += seconds * 1000;
    return this;
  }

  /** Somebody does something; answers the code of a refusal. The machine comes at once. */
  does(by: string, deed: (frame: Frame, given: Given) => Change | null): string {
    const answer = this.tells(by, deed);
    if (answer === "done") this.run();
    return answer;
  }

  /** The same, and the machine has not come yet. */
  tells(by: string, deed: (frame: Frame, given: Given) => Change | null): string {
    try {
      const change = deed(this.table.frame(), this.#deed(by));
      if (change !== null) this.#changed(change, "deed");
    } catch (error) {
      if (error instanceof AppError) return error.code;
      throw error;
    }
    return "done";
  }

  /** What comes of the call that is under way for a target. */
  answer(outcome: Outcome, index = 0): this {
    const frame = this.table.frame();
    const { turn = -1 } = frame.works[index] ?? {};
    const change = settle(frame, [{ seq: frame.order.at, index, turn, outcome }], this.now);
    if (change === null) throw new Error("nobody listens");
    this.#changed(change, "settle");
    return this.run();
  }

  /** The other side, or a person, reports. False: nobody listens. */
  report(outcome: Outcome, index = 0): boolean {
    const change = report(this.table.frame(), index, outcome, this.now);
    if (change !== null) this.#changed(change, "deed");
    this.run();
    return change !== null;
  }

  /** `state | states of its nodes | works | what the machine does next`. */
  says(): string {
    const { order, nodes } = this.table;
    const frame = this.table.frame();
    const states = [...nodes.values()].map(({ state }) => state).join(" ");
    const works = frame.works.map((work) => this.#workSays(work)).join(", ");
    const isPausing = order.isPausing ? " (pausing)" : "";
    return `${order.state}${isPausing} | ${states} | ${works} | ${this.next()}`;
  }

  next(): string {
    const directive = directiveOf(this.table.frame(), this.now);
    return "seconds" in directive ? `${directive.kind} ${directive.seconds}` : directive.kind;
  }

  /** An instant, in seconds from now. */
  in(at: string | null): string {
    return at === null ? "" : ` in ${(Date.parse(at) - this.nowMs) / 1000}`;
  }

  #workSays({ state, phase, call, tryAt, nextLookAt, deadlineAt, error }: Work): string {
    if (state === "pending") return `pending${this.in(tryAt)}`;
    if (state !== "running") return `${state}${error === null ? "" : ` ${error.code}`}`;
    if (phase === "calling") return `calls ${call}`;
    if (phase === "wants") return `wants ${call}${this.in(tryAt)}`;
    return phase === "polling" ? `looks${this.in(nextLookAt)}` : `${phase}${this.in(deadlineAt)}`;
  }
}
