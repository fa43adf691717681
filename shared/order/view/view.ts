import { isEnded, lastSeqOf } from "#shared/order/engine/frame.ts";
import { hasFailed } from "#shared/order/engine/work.ts";
import { reversibleOf } from "#shared/order/inverse.ts";
import { missingOf } from "#shared/order/gates.ts";
import { needsPeople } from "#shared/order/needs.ts";
import type { NodeRecord, OrderRecord, Work } from "#shared/order/record.ts";
import { worksOf, type OrderPage } from "#shared/order/store.ts";
import { mayOf, mayOfNode, type Viewer } from "./may.ts";
import type { OrderNodeView, OrderSummary, OrderView, TargetView } from "./schema.ts";

/** Records as the wire shows them. */

export function orderSummary(order: OrderRecord): OrderSummary {
  const { orderId: id, state, mode, name, scene, plan, ticket, trigger, requester } = order;
  const { isBreakGlass, nodeCount, createdAt, updatedAt, at, direction } = order;
  const done = direction === "back" ? at - 1 - nodeCount : at - 1;
  return {
    id,
    state,
    mode,
    name,
    scene,
    plan: plan === null ? null : { id: plan.id, version: plan.version },
    ticket,
    trigger: trigger.kind,
    requester,
    isBreakGlass,
    done: Math.max(0, Math.min(done, nodeCount)),
    nodeCount: direction === "back" ? order.rollbackCount : nodeCount,
    createdAt,
    updatedAt,
  };
}

function targetView(work: Work): TargetView {
  const { index, target, state, attempt, progress, text, error, startedAt, finishedAt } = work;
  const times = { startedAt, finishedAt };
  return { index, target: target ?? "", state, attempt, progress, result: text, error, ...times };
}

/** A node that nobody came to before the order ended was not run. */
function stateOf(node: NodeRecord, order: OrderRecord): OrderNodeView["state"] {
  const isLeft = node.state === "pending" && (isEnded(order) || isBehind(node, order));
  return isLeft ? "not_run" : node.state;
}

/** On the way back nobody comes to the steps that lay ahead. */
function isBehind({ kind }: NodeRecord, { direction }: OrderRecord): boolean {
  return direction === "back" && kind !== "rollback";
}

/** Before the start all values are asked at once; later each node says what it lacks when its turn comes. */
function missingIn(node: NodeRecord, { state }: OrderRecord): string[] {
  return state === "waiting_params" ? missingOf(node) : node.missing;
}

function nodeView(
  node: NodeRecord,
  works: Work[],
  order: OrderRecord,
  viewer: Viewer,
): OrderNodeView {
  const { seq, kind, label, stepId, group, undoes, name, type, isForced, action, risk } = node;
  const { strategy, parameters, sources, bindings, expectedSeconds, confirmers } = node;
  const { confirmedBy, skipAskedBy, dueAt, startedAt, finishedAt, output, error } = node;
  const { endedBy, reason, targets, traits } = node;
  const [only] = targets === null ? works : [];
  const waiting = works.filter(({ phase }) => phase === "awaiting_person");
  return {
    seq,
    kind,
    label,
    stepId,
    group,
    undoes,
    name,
    type,
    isForced,
    action,
    risk,
    strategy,
    state: stateOf(node, order),
    attempt: Math.max(0, ...works.map((work) => work.attempt)),
    parameters,
    sources,
    bindings,
    missing: missingIn(node, order),
    timeoutSeconds: traits?.timeoutSeconds ?? null,
    expectedSeconds,
    targets: targets === null ? null : works.map(targetView),
    confirmers,
    confirmedBy,
    people: waiting.flatMap(({ people }) => people),
    skipAskedBy,
    dueAt,
    startedAt,
    finishedAt,
    output,
    result: only?.text ?? null,
    error: error ?? only?.error ?? null,
    progress: only?.progress ?? null,
    endedBy,
    reason,
    may: mayOfNode(order, node, works, viewer),
  };
}

export function orderView(page: OrderPage, viewer: Viewer): OrderView {
  const { order, nodes, works, events } = page;
  const begun = Map.groupBy(works, ({ seq }) => seq);
  const { approval, review, watch, trigger, lock } = order;
  const { reason, direction, isPausing, owners, startAt, dueAt, deadlineAt, startedAt, endedAt } =
    order;
  return {
    ...orderSummary(order),
    version: order.version,
    reason,
    direction,
    isPausing,
    sourceId: trigger.sourceId,
    labels: trigger.labels,
    lockKey: lock?.key ?? null,
    approval,
    review,
    watch: watch && { fingerprint: watch.fingerprint, until: watch.until, verdict: watch.verdict },
    owners,
    startAt,
    dueAt,
    deadlineAt,
    startedAt,
    endedAt,
    nodes: nodes
      .filter(({ seq }) => seq <= lastSeqOf(order) || direction === "back")
      .map((node) => nodeView(node, worksOf(node, begun.get(node.seq) ?? []), order, viewer)),
    timeline: events
      .toSorted((a, b) => (a.eventId < b.eventId ? -1 : 1))
      .map(({ eventId: id, type, at, actor, channel, seq, data }) => {
        return { id, type, at, actor, channel, seq, data };
      }),
    needsOperator: needsPeople(order),
    may: mayOf(order, viewer, {
      reversible: reversibleOf(nodes, works).length,
      isStuck: nodes.some((node) => node.seq === order.at && hasFailed(node)),
    }),
  };
}
