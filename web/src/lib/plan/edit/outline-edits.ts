import { moveBy } from "#lib/designer/chain/edits.ts";
import type { Edit, EditPath } from "#lib/designer/edit.ts";
import type { SubPlanType } from "#shared/plan/schema.ts";
import { allSteps, partTypes, type Chosen, type Outline } from "./outline.ts";

/** Changes of the tree, and what is chosen in it afterwards. */
export type TreeEdit = { edits: Edit[]; chosen: Chosen | null };

/** An id that no step has: `step-4`. */
export function freeId(outline: Outline, stem = "step"): string {
  const taken = new Set(allSteps(outline).map(({ id }) => id));
  let number = taken.size + 1;
  while (taken.has(`${stem}-${number}`)) number += 1;
  return `${stem}-${number}`;
}

function newStep(outline: Outline, action: string) {
  const id = freeId(outline);
  const number = id.replace("step-", "");
  return { id, name: { en: `Step ${number}`, "zh-CN": `步骤 ${number}` }, action };
}

/** A new step behind what is chosen, or at the end of the last part. */
export function addStep(outline: Outline, chosen: Chosen | null, action = "wait"): TreeEdit {
  const part = chosen?.part ?? Math.max(0, outline.parts.length - 1);
  const found = outline.parts[part];
  if (found === undefined) return { edits: [], chosen };
  const at = chosen?.part === part && chosen.step !== null ? chosen.step + 1 : found.steps.length;
  const context = action === "wait" ? { executeContext: { seconds: 30 } } : {};
  const value = { ...newStep(outline, action), ...context };
  return {
    edits: [{ kind: "insert", path: [...found.stepsPath, at], value }],
    chosen: { part, step: at },
  };
}

/** The same step once more, behind itself, under an id of its own. */
export function copyStep(outline: Outline, chosen: Chosen): TreeEdit | null {
  const part = outline.parts[chosen.part];
  const step = part?.steps[chosen.step ?? -1];
  if (part === undefined || step === undefined || chosen.step === null) return null;
  const at = chosen.step + 1;
  const value = { ...step.value, id: freeId(outline) };
  return {
    edits: [{ kind: "insert", path: [...part.stepsPath, at], value }],
    chosen: { part: chosen.part, step: at },
  };
}

/** Null where it must stay: a part without steps is none. */
export function removeStep(outline: Outline, { part, step }: Chosen): TreeEdit | null {
  const found = outline.parts[part];
  const gone = found?.steps[step ?? -1];
  if (found === undefined || gone === undefined || found.steps.length < 2) return null;
  const next = Math.min(Number(step), found.steps.length - 2);
  return { edits: [{ kind: "delete", path: gone.path }], chosen: { part, step: next } };
}

/** One place up or down inside its part. */
export function moveStep(outline: Outline, chosen: Chosen, by: -1 | 1): TreeEdit | null {
  const found = outline.parts[chosen.part];
  const step = found?.steps[chosen.step ?? -1];
  if (found === undefined || step === undefined || chosen.step === null) return null;
  const edit = moveBy(step.path, by, found.steps.length);
  if (edit === null) return null;
  return { edits: [edit], chosen: { part: chosen.part, step: chosen.step + by } };
}

/** To the end of another part; its own keeps at least one. */
export function moveToPart(outline: Outline, chosen: Chosen, part: number): TreeEdit | null {
  const [from, to] = [outline.parts[chosen.part], outline.parts[part]];
  const step = from?.steps[chosen.step ?? -1];
  if (step === undefined || to === undefined || from === to || (from?.steps.length ?? 0) < 2) {
    return null;
  }
  const at: EditPath = [...to.stepsPath, to.steps.length];
  return {
    edits: [{ kind: "move", from: step.path, to: at }],
    chosen: { part, step: to.steps.length },
  };
}

/** Types of parts that a disaster recovery does not have yet. */
export function missingParts({ scene, parts }: Outline): SubPlanType[] {
  if (scene !== "RECOVERY") return [];
  const there = new Set(parts.map(({ type }) => type));
  return partTypes.filter((type) => !there.has(type));
}

/** Their order is fixed: a new part stands where its type belongs. */
export function addPart(outline: Outline, type: SubPlanType): TreeEdit {
  const rank = (one: string | null) => partTypes.findIndex((known) => known === one);
  const later = outline.parts.findIndex((one) => rank(one.type) > rank(type));
  const part = later < 0 ? outline.parts.length : later;
  const steps = [{ ...newStep(outline, "wait"), executeContext: { seconds: 30 } }];
  return {
    edits: [{ kind: "insert", path: ["plans", part], value: { type, mode: "graceful", steps } }],
    chosen: { part, step: 0 },
  };
}

/** Null for the last one that is left. */
export function removePart(outline: Outline, part: number): TreeEdit | null {
  const found = outline.parts[part];
  if (found === undefined || found.type === null || outline.parts.length < 2) return null;
  return { edits: [{ kind: "delete", path: found.path }], chosen: null };
}
