import {
  changesIn,
  compareThings,
  type Difference as CoreDifference,
  type Thing,
} from "#shared/core/difference.ts";
import type { PlanDocument } from "./schema.ts";
import { stepsOf } from "./steps.ts";

/** One difference between two documents: of the plan, a part, a step, or of how or with what a step runs. */
export type Difference = CoreDifference<"general" | "part" | "step" | "parameter" | "strategy">;

function stepThings(document: PlanDocument): Thing[] {
  return stepsOf(document).map(({ step, part }) => {
    const { executeContext: _, executeStrategy: __, ...rest } = step;
    return { key: step.id, parent: part?.type ?? "MAIN", properties: rest };
  });
}

function partThings(document: PlanDocument): Thing[] {
  if (document.scene !== "RECOVERY") return [];
  return document.plans.map((part) => {
    const { steps: _, ...properties } = part;
    return { key: part.type, parent: "", properties };
  });
}

/** Of steps that both have: what they are given, and how they are carried out. */
function withinSteps(before: PlanDocument, after: PlanDocument): Difference[] {
  const old = new Map(stepsOf(before).map(({ step }) => [step.id, step]));
  return stepsOf(after).flatMap(({ step }): Difference[] => {
    const was = old.get(step.id);
    if (was === undefined) return [];
    return [
      ...changesIn("parameter", step.id, {
        before: was.executeContext,
        after: step.executeContext,
      }),
      ...changesIn("strategy", step.id, {
        before: was.executeStrategy,
        after: step.executeStrategy,
      }),
    ];
  });
}

function generalOf(document: PlanDocument): Record<string, unknown> {
  const { shared, trigger, ...rest } = document;
  const guardrails = "guardrails" in rest ? rest.guardrails : {};
  const known = Object.entries(rest).filter(
    ([key]) => !["steps", "plans", "guardrails"].includes(key),
  );
  const flat = (prefix: string, values: object) =>
    Object.entries(values).map(([key, value]) => [`${prefix}.${key}`, value] as const);
  return Object.fromEntries([
    ...known,
    ...flat("shared", shared),
    ...flat("trigger", trigger ?? {}),
    ...flat("guardrails", guardrails),
  ]);
}

/** What is different in `after`: the plan first, then its parts, then its steps in the order in which they run. */
export function differencesOf(before: PlanDocument, after: PlanDocument): Difference[] {
  return [
    ...changesIn("general", null, { before: generalOf(before), after: generalOf(after) }),
    ...compareThings("part", partThings(before), partThings(after)),
    ...compareThings("step", stepThings(before), stepThings(after)),
    ...withinSteps(before, after),
  ];
}
