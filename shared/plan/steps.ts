import type { PlanDocument, Step, SubPlan } from "./schema.ts";

/** A step with where it stands: `executeOrder` counts from 1 inside its part. */
export type PlacedStep = { step: Step; part: SubPlan | null; executeOrder: number; path: string };

/** All steps of a plan in the order in which they run; `path` is where one stands in the document. */
export function stepsOf(document: PlanDocument): PlacedStep[] {
  if (document.scene !== "RECOVERY") return placed(document.steps, null, "steps");
  return document.plans.flatMap((part, index) => placed(part.steps, part, `plans.${index}.steps`));
}

function placed(steps: Step[], part: SubPlan | null, path: string): PlacedStep[] {
  return steps.map((step, index) => ({
    step,
    part,
    executeOrder: index + 1,
    path: `${path}.${index}`,
  }));
}

/** Codes of the actions that a plan uses, each once. */
export function actionsIn(document: PlanDocument): string[] {
  return [...new Set(stepsOf(document).map(({ step }) => step.action))].sort();
}
