import { findAction } from "#shared/action/catalogue/index.ts";
import type { PlanDocument, PlanTrigger } from "#shared/plan/schema.ts";
import { stepsOf } from "#shared/plan/steps.ts";
import type { Given } from "#shared/order/build.ts";

/** What an alert means for a plan: whether it is meant, and what of it becomes a parameter. */

type Labels = Record<string, string>;

function fits(pattern: string, value: string | undefined): boolean {
  if (value === undefined) return false;
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(value);
}

export function isMeant({ labels }: PlanTrigger, given: Labels): boolean {
  return Object.entries(labels).every(([name, pattern]) => fits(pattern, given[name]));
}

/** Several targets stand in one label, with commas between them. */
export function targetsIn({ targetLabel }: PlanTrigger, labels: Labels): string[] {
  const named = (labels[targetLabel] ?? "").split(",").map((one) => one.trim());
  return [...new Set(named.filter((one) => one !== ""))];
}

/** A label is text: it becomes what the parameter takes, or stays text, which is then found not to fit. */
function valueOf(code: string, key: string, text: string): unknown {
  const schema = findAction(code)?.parameters.shape[key] as
    { safeParse: (value: unknown) => { success: boolean } } | undefined;
  const list = text.split(",").map((one) => one.trim());
  const number = text.trim() === "" ? [] : [Number(text)];
  const choice = text === "true" || text === "false" ? [text === "true"] : [];
  const readings = [text, list, ...number, ...choice];
  return readings.find((one) => schema?.safeParse(one).success === true) ?? text;
}

/** Values that the alert brings, by step. What it lacks stays open. */
export function givenBy(document: PlanDocument, labels: Labels): Given {
  const given: Given = {};
  const actions = new Map(stepsOf(document).map(({ step }) => [step.id, step.action]));
  for (const [place, label] of Object.entries(document.trigger?.parameters ?? {})) {
    const [stepId = "", key = ""] = place.split(".");
    const text = labels[label];
    if (text === undefined) continue;
    given[stepId] = { ...given[stepId], [key]: valueOf(actions.get(stepId) ?? "", key, text) };
  }
  return given;
}
