import type { ChainStep, TaskView } from "#shared/ticket/schema.ts";
import type { Bilingual } from "#shared/core/text.ts";

/** A way of a parallel, with what lies on it. */
export type Way = { branch: number; name: Bilingual; parts: Part[] };
/** A chain as it is drawn: steps in a row, and places where it goes several ways at once. */
export type Part =
  { kind: "step"; step: ChainStep } | { kind: "parallel"; nodeId: string; ways: Way[] };

/** Folds the flat list of steps into ways that run side by side. */
export function partsOf(steps: readonly ChainStep[], depth = 0): Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < steps.length;) {
    const [step] = steps.slice(at, at + 1);
    if (step === undefined) break;
    const lane = step.lanes[depth];
    if (lane === undefined) {
      parts.push({ kind: "step", step });
      at += 1;
      continue;
    }
    const rest = steps.slice(at);
    const end = rest.findIndex((one) => one.lanes[depth]?.nodeId !== lane.nodeId);
    const inside = end === -1 ? rest : rest.slice(0, end);
    parts.push({ kind: "parallel", nodeId: lane.nodeId, ways: waysOf(inside, depth) });
    at += inside.length;
  }
  return parts;
}

function waysOf(steps: ChainStep[], depth: number): Way[] {
  const byBranch = Map.groupBy(steps, (step) => step.lanes[depth]?.branch ?? 0);
  return [...byBranch].map(([branch, own]) => {
    const name = own[0]?.lanes[depth]?.name ?? { en: "", "zh-CN": "" };
    return { branch, name, parts: partsOf(own, depth + 1) };
  });
}

/** The tasks that tell how a step stands: those of the last time the ticket came to it. */
export function tasksOf(step: ChainStep, tasks: readonly TaskView[]): TaskView[] {
  if (step.state === "ahead") return [];
  const own = tasks.filter(({ nodeId }) => nodeId === step.nodeId);
  const last = Math.max(...own.map(({ visit }) => visit));
  return own.filter(({ visit }) => visit === last);
}

/** People were asked here before, in the same round, and are asked once more. */
export function isAskedAgain(step: ChainStep, tasks: readonly TaskView[]): boolean {
  const [now] = tasksOf(step, tasks);
  if (step.state !== "current" || now === undefined) return false;
  return tasks.some(
    ({ nodeId, round, visit }) =>
      nodeId === step.nodeId && round === now.round && visit < now.visit,
  );
}
