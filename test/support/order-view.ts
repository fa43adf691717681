import { both } from "#shared/core/text.ts";
import { blankStrategy } from "#shared/order/blank.ts";
import type { OrderNodeView, OrderView, TargetView } from "#shared/order/view/schema.ts";
import type { WorkState } from "#shared/order/schema.ts";

/** Runs as the wire shows them, for what is drawn of them. */

export const dave = { id: "usr_dave", name: "Dave Okafor" };
export const jing = { id: "usr_jing", name: "陈静" };
export const at = (minute: number, second = 0) =>
  new Date(Date.UTC(2026, 10, 26, 9, minute, second)).toISOString();

export function nodeView(given: Partial<OrderNodeView> & { seq: number }): OrderNodeView {
  const { seq } = given;
  return {
    kind: "action",
    label: String(seq),
    stepId: `step-${seq}`,
    group: null,
    undoes: null,
    name: both(`Step ${seq}`, `步骤 ${seq}`),
    type: null,
    isForced: false,
    action: "http.request",
    risk: "medium",
    strategy: blankStrategy,
    state: "pending",
    attempt: 0,
    parameters: {},
    sources: {},
    bindings: {},
    missing: [],
    timeoutSeconds: null,
    expectedSeconds: null,
    targets: null,
    confirmers: [],
    confirmedBy: null,
    people: [],
    skipAskedBy: null,
    dueAt: null,
    startedAt: null,
    finishedAt: null,
    output: null,
    result: null,
    error: null,
    progress: null,
    endedBy: null,
    reason: null,
    may: [],
    ...given,
  };
}

export function targetView(index: number, state: WorkState, given: Partial<TargetView> = {}) {
  const hasBegun = state !== "pending";
  const hasEnded = hasBegun && state !== "running";
  return {
    index,
    target: `i-${String(index).padStart(8, "0")}`,
    state,
    attempt: hasBegun ? 1 : 0,
    progress: null,
    result: null,
    error: null,
    startedAt: hasBegun ? at(1) : null,
    finishedAt: hasEnded ? at(1, 4 + index) : null,
    ...given,
  } satisfies TargetView;
}

export function orderView(given: Partial<OrderView> = {}): OrderView {
  const nodes = given.nodes ?? [nodeView({ seq: 1 }), nodeView({ seq: 2 })];
  return {
    id: "ord_01J00000000000000000000000",
    state: "running",
    mode: "run",
    name: both("Web shop - scale out", "网上商城 - 紧急扩容"),
    scene: "EMERGENCY",
    plan: { id: "pln_01J00000000000000000000000", version: 3 },
    ticket: null,
    trigger: "MANUAL",
    requester: dave,
    isBreakGlass: false,
    done: 0,
    nodeCount: nodes.filter(({ kind }) => kind !== "rollback").length,
    createdAt: at(0),
    updatedAt: at(2),
    version: 4,
    reason: null,
    direction: "forward",
    isPausing: false,
    sourceId: null,
    labels: {},
    lockKey: null,
    approval: null,
    review: null,
    watch: null,
    owners: [dave],
    startAt: null,
    dueAt: null,
    deadlineAt: null,
    startedAt: at(0, 5),
    endedAt: null,
    nodes,
    timeline: [],
    needsOperator: false,
    may: [],
    ...given,
  };
}
