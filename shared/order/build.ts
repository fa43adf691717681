import { findAction } from "#shared/action/catalogue/index.ts";
import {
  isBinding,
  type PlanDocument,
  type Step,
  type Strategy,
  type SubPlan,
} from "#shared/plan/schema.ts";
import { both, type Bilingual } from "#shared/core/text.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import { blankStrategy, newNode } from "./blank.ts";
import { withOwnAddresses } from "./own-address.ts";
import type { NodeRecord } from "./record.ts";
import type { ParameterSource } from "./schema.ts";

/** The nodes of an order, made from a version of a plan once: what happens to the plan later does not concern them. */

/** Values by step. */
export type Given = Record<string, Record<string, unknown>>;

export type Ingredients = {
  orderId: string;
  document: PlanDocument;
  /** What the alert brought, and what whoever starts the run gave. */
  fromTrigger: Given;
  fromStarter: Given;
  /** People whom the document names, by mail address. */
  people: ReadonlyMap<string, PersonRef>;
};

/** Names of the parts of a disaster recovery (容灾切换, 容灾恢复, 流量回切). */
export const partNames: Record<SubPlan["type"], Bilingual> = {
  DISASTER_SWITCH: both("Disaster switch", "容灾切换"),
  DISASTER_RECOVERY: both("Disaster recovery", "容灾恢复"),
  TRAFFIC_BACK: both("Traffic back", "流量回切"),
};

type Layer = [ParameterSource, Record<string, unknown>];

/** Weakest first: a stronger layer wins, and `null` takes a value away. */
function join(layers: Layer[]): Pick<NodeRecord, "parameters" | "sources"> {
  const parameters: Record<string, unknown> = {};
  const sources: NodeRecord["sources"] = {};
  for (const [source, values] of layers) {
    for (const [key, value] of Object.entries(values)) {
      if (value === null) {
        delete parameters[key];
        delete sources[key];
      } else {
        parameters[key] = value;
        sources[key] = source;
      }
    }
  }
  return { parameters, sources };
}

/** Of the values that all steps share, those that this action knows. */
function sharedOf(step: Step, { shared }: PlanDocument): Record<string, unknown> {
  const known = findAction(step.action)?.parameters.shape ?? {};
  return Object.fromEntries(Object.entries(shared).filter(([key]) => key in known));
}

function strategyOf(step: Step, scene: PlanDocument["scene"]): Strategy {
  const { executeStrategy: strategy } = step;
  // Nobody watches a plan that runs by itself: it ends rather than rests.
  const isUnwatched = scene === "SELF_RECOVERY" && strategy.onFailure === "pause";
  return isUnwatched ? { ...strategy, onFailure: "abort" } : strategy;
}

type Place = { seq: number; label: string; group: number | null; seqOf: Map<string, number> };

function actionNode(
  step: Step,
  { seq, label, group, seqOf }: Place,
  from: Ingredients,
): NodeRecord {
  const { document, people } = from;
  const context = Object.entries(step.executeContext);
  const own = (values: Record<string, unknown>) =>
    withOwnAddresses(values, { orderId: from.orderId, seq }) as Record<string, unknown>;
  const plain = Object.fromEntries(context.filter(([, value]) => !isBinding(value)));
  const bindings = Object.fromEntries(
    context.flatMap(([key, value]) => {
      if (!isBinding(value)) return [];
      const [stepId = "", output = ""] = value.output.split(".");
      return [[key, { seq: seqOf.get(stepId) ?? 0, output }] as const];
    }),
  );
  const layers: Layer[] = [
    ["plan", own(plain)],
    ["shared", own(sharedOf(step, document))],
    ["trigger", from.fromTrigger[step.id] ?? {}],
    ["run", from.fromStarter[step.id] ?? {}],
  ];
  return newNode({
    orderId: from.orderId,
    seq,
    label,
    group,
    stepId: step.id,
    name: step.name,
    action: step.action,
    risk: findAction(step.action)?.risk ?? "high",
    strategy: strategyOf(step, document.scene),
    expectedSeconds: step.expectedSeconds ?? null,
    confirmers: named(step.executeStrategy.confirmBy, people),
    bindings,
    ...join(layers),
  });
}

export function named(
  emails: readonly string[],
  people: ReadonlyMap<string, PersonRef>,
): PersonRef[] {
  return emails.flatMap((email) => people.get(email) ?? []);
}

function groupNode(part: SubPlan, place: Place, from: Ingredients): NodeRecord {
  return newNode({
    orderId: from.orderId,
    seq: place.seq,
    label: place.label,
    kind: "group",
    stepId: part.type,
    name: partNames[part.type],
    type: part.type,
    isForced: part.mode === "forced",
    lastSeq: place.seq + part.steps.length,
    strategy: { ...blankStrategy, preConfirm: true, timeoutSeconds: part.timeoutSeconds },
    confirmers: named(part.confirmBy, from.people),
  });
}

/** One node per step, and per part of a disaster recovery: numbered in the order in which they run. */
export function buildNodes(from: Ingredients): NodeRecord[] {
  const { document } = from;
  const seqOf = new Map<string, number>();
  const nodes: NodeRecord[] = [];
  const add = (step: Step, label: string, group: number | null) => {
    const seq = nodes.length + 1;
    seqOf.set(step.id, seq);
    nodes.push(actionNode(step, { seq, label, group, seqOf }, from));
  };
  if (document.scene !== "RECOVERY") {
    for (const [index, step] of document.steps.entries()) add(step, String(index + 1), null);
    return nodes;
  }
  for (const [index, part] of document.plans.entries()) {
    const seq = nodes.length + 1;
    nodes.push(groupNode(part, { seq, label: String(index + 1), group: null, seqOf }, from));
    for (const [below, step] of part.steps.entries()) add(step, `${index + 1}.${below + 1}`, seq);
  }
  return nodes;
}

/** Mail addresses of everybody whom a plan names. */
export function peopleIn(document: PlanDocument): string[] {
  const parts = document.scene === "RECOVERY" ? document.plans : [];
  const steps =
    document.scene === "RECOVERY" ? parts.flatMap((part) => part.steps) : document.steps;
  return [
    ...document.owners,
    ...document.breakGlass,
    ...(document.approval?.from ?? []),
    ...parts.flatMap(({ confirmBy }) => confirmBy),
    ...steps.flatMap(({ executeStrategy }) => executeStrategy.confirmBy),
  ];
}
