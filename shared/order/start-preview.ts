import { can, personOf, type Ctx } from "#shared/core/ctx.ts";
import { notFound } from "#shared/core/error.ts";
import { findAction } from "#shared/action/catalogue/index.ts";
import { factsOf } from "#shared/action/facts.ts";
import type { ActionWords } from "#shared/action/schema.ts";
import { brokenSteps } from "#shared/plan/broken.ts";
import { getPublishedPlan } from "#shared/plan/load.ts";
import { loadSettings } from "#shared/setting/load.ts";
import { buildNodes, named } from "./build.ts";
import { missingOf } from "./gates.ts";
import { stateOfKey } from "./lock.ts";
import type { NodeRecord } from "./record.ts";
import {
  approvalOf,
  isNamedForGlass,
  loadPlan,
  lockKeyOf,
  peopleOf,
  repeated,
  reviewersOf,
} from "./start.ts";
import { getOrderRecord } from "./store.ts";
import type { StartNodeView, StartPreview } from "./view/schema.ts";

function startNode(node: NodeRecord): StartNodeView {
  const { seq, kind, label, stepId, group, name, type, isForced, action, risk } = node;
  const { strategy, parameters, sources, bindings, expectedSeconds, confirmers } = node;
  return {
    ...{ seq, kind, label, stepId, group, name, type, isForced, action, risk },
    ...{ strategy, parameters, sources, bindings, expectedSeconds, confirmers },
    missing: missingOf(node),
  };
}

function actionsOf(nodes: readonly NodeRecord[]): ActionWords[] {
  return [...new Set(nodes.map(({ action }) => action))].flatMap((code) => {
    const action = findAction(code ?? "");
    if (action === undefined) return [];
    const { name, parameters, outputs, inverse, hasDryRun } = factsOf(action);
    return [{ code: action.code, name, parameters, outputs, inverse, hasDryRun }];
  });
}

/** The key as a person needs to know it. A run that lost it without a trace holds nothing. */
async function lockOf(key: string, now: string): Promise<StartPreview["lock"]> {
  const { orderId, freeAt } = await stateOfKey(key);
  const holder = orderId === null ? undefined : await getOrderRecord(orderId);
  const isCooling = holder === undefined && freeAt !== null && freeAt > now;
  return {
    key,
    holder: holder
      ? { id: holder.orderId, name: holder.name, state: holder.state, requester: holder.requester }
      : null,
    freeAt: isCooling ? freeAt : null,
  };
}

/**
 * What `startOrder` would do with the same input, without doing it. For operators, readers of plans and those named
 * to break the glass; throws NOT_FOUND for others, WRONG_STATE for a plan that can't be run.
 */
export async function previewStart(
  ctx: Ctx,
  { planId, version, from }: { planId: string; version?: number; from?: string },
): Promise<StartPreview> {
  const published = await getPublishedPlan(planId).catch(async (error: unknown) => {
    throw can(ctx, "plan:read") || can(ctx, "order:operate") ? error : notFound("plan");
  });
  const before = from === undefined ? null : await repeated(ctx, from);
  const number = version ?? before?.version ?? published.version;
  const { document } = await loadPlan(planId, number);
  const mayBreakGlass = await isNamedForGlass(ctx, document);
  const mayStart = can(ctx, "order:operate");
  if (!mayStart && !mayBreakGlass && !can(ctx, "plan:read")) throw notFound("plan");
  const [people, { platform }, broken] = await Promise.all([
    peopleOf(document),
    loadSettings(["platform"]),
    brokenSteps(document),
  ]);
  const given = { fromTrigger: {}, fromStarter: before?.given ?? {} };
  const nodes = buildNodes({ orderId: "", document, people, ...given });
  const approval = approvalOf(document, nodes, { approval: "as planned", mode: "run" }, people);
  const key = lockKeyOf({ document, planId }, false);
  return {
    plan: { id: planId, version: number, newest: published.version },
    name: document.name,
    scene: document.scene,
    expectedSeconds: document.expectedSeconds ?? null,
    nodes: nodes.map(startNode),
    actions: actionsOf(nodes),
    approval: approval && { count: approval.count, from: approval.from },
    mayStart,
    mayBreakGlass,
    review: {
      by: reviewersOf(named(document.owners, people), personOf(ctx).userId),
      withinSeconds: platform.reviewSeconds,
    },
    lock: key === null ? null : await lockOf(key, ctx.now),
    broken: broken.map(({ stepId, action, setting = null }) => ({ stepId, action, setting })),
  };
}
