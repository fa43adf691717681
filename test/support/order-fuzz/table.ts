import { newNode, newOrder } from "#shared/order/blank.ts";
import type { Frame } from "#shared/order/engine/frame.ts";
import type { Change } from "#shared/order/engine/move.ts";
import type { Outlook } from "#shared/order/engine/outlook.ts";
import { newWork } from "#shared/order/engine/work.ts";
import type { NodeRecord, OrderRecord, Work } from "#shared/order/record.ts";
import { Strategy } from "#shared/plan/schema.ts";
import { requester, type Plan, type Sight, type Step } from "#test/support/order-model/plan.ts";
import { beginMs } from "./case.ts";

/** An order of the engine in memory: what the table would hold, and what its nodes would find around them. */

export const name = { en: "Step", "zh-CN": "步骤" };
export const instant = (ms: number) => new Date(ms).toISOString();

const orderId = "ord_00000000000000000000000000";

function orderOf(plan: Plan, nodeCount: number): OrderRecord {
  const now = instant(beginMs);
  const startAt =
    plan.startsInSeconds === 0 ? null : instant(beginMs + plan.startsInSeconds * 1000);
  return newOrder({
    orderId,
    version: 1,
    state: "running",
    name,
    trigger: { kind: "MANUAL", sourceId: null, labels: {} },
    requester: { id: requester, name: requester },
    nodeCount,
    timeoutSeconds: plan.timeoutSeconds,
    createdAt: now,
    updatedAt: now,
    startAt,
    ...(plan.isTask
      ? { ticket: { id: "tkt", number: "T-1", title: "t" } }
      : { plan: { id: "pln", version: 1, hash: "h" } }),
    approval:
      plan.approvals === 0 ? null : { count: plan.approvals, from: [], by: [], hash: "approved" },
    watch:
      plan.watchSeconds === null
        ? null
        : { fingerprint: "f", seconds: plan.watchSeconds, until: null, verdict: null },
  });
}

export type Undoing = { seq: number; step: Step };
type Placed = { node: NodeRecord; step: Step | null };

function nodeOf(seq: number, step: Step, group: number | null, undoes: number | null): Placed {
  const place = { orderId, seq, label: String(seq), stepId: `s${seq}`, name };
  const kind = undoes === null ? "action" : "rollback";
  const node = newNode({ ...place, kind, group, undoes, action: "x", strategy: step.strategy });
  return { node, step };
}

function placed(plan: Plan): Placed[] {
  const all: Placed[] = [];
  for (const item of plan.items) {
    const seq = all.length + 1;
    if (!("steps" in item)) {
      all.push(nodeOf(seq, item, null, null));
      continue;
    }
    const { steps, isForced, timeoutSeconds } = item;
    const strategy = Strategy.parse({ preConfirm: true, timeoutSeconds });
    const place = { orderId, seq, label: String(seq), stepId: `p${seq}`, name };
    const lastSeq = seq + steps.length;
    const node = newNode({ ...place, kind: "group", isForced, lastSeq, strategy, work: null });
    all.push({ node, step: null });
    for (const step of steps) all.push(nodeOf(all.length + 1, step, seq, null));
  }
  return all;
}

/** What a node of the way back does. */
export function inverseOf(step: Step, targets: string[] | null): Step {
  const strategy = {
    ...step.strategy,
    preConfirm: false,
    gracefulOnly: false,
    confirmBatches: false,
  };
  return { ...step, strategy, lacks: false, targets: targets?.length ?? null };
}

export class OrderTable {
  order: OrderRecord;
  readonly nodes = new Map<number, NodeRecord>();
  readonly steps = new Map<number, Step>();
  readonly #works = new Map<number, Map<number, Work>>();
  /** Of nodes whose surroundings have changed: how often, and whether they are broken. */
  readonly drift = new Map<number, { version: number; isFaulty: boolean; targets: number }>();

  constructor(plan: Plan) {
    const all = placed(plan);
    this.order = orderOf(plan, all.length);
    for (const one of all) this.#place(one);
  }

  #place({ node, step }: Placed): void {
    this.nodes.set(node.seq, node);
    if (step !== null) this.steps.set(node.seq, step);
  }

  #back(undoing: Undoing[]): Placed[] {
    const first = this.order.nodeCount + 1;
    return undoing.map(({ seq, step }, index) => nodeOf(first + index, step, null, seq));
  }

  nodesBack(undoing: Undoing[]): NodeRecord[] {
    return this.#back(undoing).map(({ node }) => node);
  }

  /** The nodes of the way back are laid beside the others. */
  addBack(undoing: Undoing[]): void {
    for (const one of this.#back(undoing)) this.#place(one);
  }

  works(seq: number): Work[] {
    const node = this.nodes.get(seq);
    if (node === undefined || node.traits === null) return [];
    const known = this.#works.get(seq);
    const targets = node.targets ?? [null];
    return targets.map((target, index) => known?.get(index) ?? newWork(index, target));
  }

  /** As it would be loaded. */
  frame(): Frame {
    const node = this.nodes.get(this.order.at) ?? null;
    const group = node?.group == null ? null : (this.nodes.get(node.group) ?? null);
    return { order: this.order, node, group, works: node === null ? [] : this.works(node.seq) };
  }

  /** `isKnock`: somebody else than its machine. */
  apply({ frame, nodes, works }: Change, isKnock: boolean): void {
    for (const node of nodes) this.nodes.set(node.seq, freeze(node));
    if (frame.node !== null) {
      const kept = this.#works.get(frame.node.seq) ?? new Map<number, Work>();
      for (const work of works) kept.set(work.index, freeze(work));
      this.#works.set(frame.node.seq, kept);
    }
    const { version, knocks } = this.order;
    const told = { version: version + 1, knocks: knocks + (isKnock ? 1 : 0) };
    this.order = freeze({ ...frame.order, ...told });
  }

  /** What a node would work with now; `value` is what somebody fills in. */
  outlook(seq: number, value?: string): Outlook | null {
    const node = this.nodes.get(seq);
    const step = this.steps.get(seq);
    if (node === undefined || step === undefined) return null;
    const given = value === undefined ? {} : { value };
    const parameters = { ...node.parameters, ...given };
    const { version, isFaulty, targets } = this.#surroundings(seq, step);
    const missing = step.lacks && parameters["value"] === undefined ? ["value"] : [];
    const isWhole = missing.length === 0 && !isFaulty;
    const names =
      targets === null ? null : Array.from({ length: targets }, (_none, at) => `t${at}`);
    const { isIdempotent, canCancel, canFind, isReversible, timeoutSeconds } = step;
    return {
      parameters,
      sources: {},
      missing,
      targets: isWhole ? names : null,
      traits: { isIdempotent, canCancel, canFind, isReversible, timeoutSeconds },
      hash: isWhole ? JSON.stringify([version, targets, parameters]) : JSON.stringify(parameters),
      fault: isWhole ? null : { code: "BROKEN", message: "Something is missing." },
    };
  }

  #surroundings(seq: number, step: Step) {
    const drift = this.drift.get(seq) ?? { version: 0, isFaulty: false, targets: 0 };
    const targets = step.targets === null ? null : Math.max(0, step.targets + drift.targets);
    return { ...drift, targets };
  }

  /** The same, as the model sees it. */
  sight(seq: number): Sight {
    const outlook = this.outlook(seq);
    if (outlook === null) throw new Error(`node ${seq} is no step`);
    const { hash, fault, missing, targets } = outlook;
    const lacks = missing.length > 0;
    return { version: hash, isFaulty: fault !== null && !lacks, lacks, targets };
  }
}

/** Whoever writes into what was handed to her throws. */
function freeze<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) freeze(part);
  return Object.freeze(value);
}
