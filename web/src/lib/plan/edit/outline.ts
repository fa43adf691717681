import type { EditPath } from "#lib/designer/edit.ts";
import { bothOf, list, part as partOf } from "#lib/designer/form/raw.ts";
import { valueAt } from "#lib/designer/value.ts";
import type { Scene } from "#shared/action/definition.ts";
import type { Bilingual } from "#shared/core/text.ts";
import type { SubPlanType } from "#shared/plan/schema.ts";

/** The parts of a disaster recovery in the order in which they run. */
export const partTypes = [
  "DISASTER_SWITCH",
  "DISASTER_RECOVERY",
  "TRAFFIC_BACK",
] as const satisfies SubPlanType[];
const scenes = ["EMERGENCY", "SELF_RECOVERY", "RECOVERY"] as const satisfies Scene[];

/** A step of a document that is being written: it may lack anything. */
export type OutlineStep = {
  path: EditPath;
  /** As people number it: `2`, or `1.2` in a part. */
  label: string;
  id: string;
  name: Bilingual;
  action: string;
  value: Record<string, unknown>;
};
export type OutlinePart = {
  /** Of the part; empty for the plan itself. */
  path: EditPath;
  stepsPath: EditPath;
  /** Null for the one part of other scenes. */
  type: string | null;
  steps: OutlineStep[];
};
export type Outline = { scene: Scene | null; parts: OutlinePart[] };

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function record(value: unknown): Record<string, unknown> {
  return partOf({ value }, "value");
}

function stepsAt(document: unknown, path: EditPath, prefix: string): OutlineStep[] {
  return list(valueAt(document, path)).map((raw, index) => {
    const value = record(raw);
    const label = `${prefix}${index + 1}`;
    const { id, name, action } = value;
    return {
      path: [...path, index],
      label,
      id: text(id),
      name: bothOf(name),
      action: text(action),
      value,
    };
  });
}

/** The parts and steps of a plan's source, whatever is still wrong with them. */
export function outlineOf(document: unknown): Outline {
  const root = record(document);
  const scene = scenes.find((one) => one === root["scene"]) ?? null;
  if (scene !== "RECOVERY") {
    const steps = stepsAt(root, ["steps"], "");
    return { scene, parts: [{ path: [], stepsPath: ["steps"], type: null, steps }] };
  }
  const parts = list(root["plans"]).map((raw, index): OutlinePart => {
    const path: EditPath = ["plans", index];
    const stepsPath: EditPath = [...path, "steps"];
    const steps = stepsAt(root, stepsPath, `${index + 1}.`);
    return { path, stepsPath, type: text(record(raw)["type"]), steps };
  });
  return { scene, parts };
}

export function allSteps({ parts }: Outline): OutlineStep[] {
  return parts.flatMap(({ steps }) => steps);
}

/** What is chosen in the tree: a step, a part, or nothing. Known by its place: ids change while they are typed. */
export type Chosen = { part: number; step: number | null };

export function chosenStep({ parts }: Outline, chosen: Chosen | null): OutlineStep | undefined {
  if (chosen === null || chosen.step === null) return undefined;
  return parts[chosen.part]?.steps[chosen.step];
}

/** Steps that have ended before this one begins: what they answer may be taken. */
export function stepsBefore(outline: Outline, step: OutlineStep): OutlineStep[] {
  const all = allSteps(outline);
  return all.slice(
    0,
    all.findIndex(({ label }) => label === step.label),
  );
}
