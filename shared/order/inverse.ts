import { findAction } from "#shared/action/catalogue/index.ts";
import type { NodeRecord, Work } from "./record.ts";

/** What undoes the nodes of an order. Pure. */

export type Inverse = { node: NodeRecord; code: string; parameters: Record<string, unknown> };
export type DoneWork = Work & { seq: number };

/** Nodes of which something can be undone: done as a whole, or to some of their targets. */
export function reversibleOf(
  nodes: readonly NodeRecord[],
  works: readonly DoneWork[],
): NodeRecord[] {
  const touched = new Set(works.filter(({ state }) => state === "succeeded").map(({ seq }) => seq));
  return nodes.filter(({ kind, seq, state, traits, endedBy, targets }) => {
    const isWhole = state === "succeeded" && endedBy === null;
    const isDone = targets === null ? isWhole : touched.has(seq);
    return kind === "action" && traits?.isReversible === true && isDone;
  });
}

type Answer = { target: string | null; output: Record<string, unknown> | null };

function answersOf(node: NodeRecord, works: readonly DoneWork[]): Answer[] {
  if (node.targets === null) return [{ target: null, output: node.output }];
  return works.filter(({ seq, state }) => seq === node.seq && state === "succeeded");
}

/** Targets that are to become the same again are undone together, others each by itself. */
function inverseOf(node: NodeRecord, works: readonly DoneWork[]): Inverse[] {
  const { inverse = null, targets = null } = findAction(node.action ?? "") ?? {};
  if (inverse === null) return [];
  const found = new Map<string, { parameters: Record<string, unknown>; of: string[] }>();
  for (const { target, output } of answersOf(node, works)) {
    const parameters = inverse.parameters(node.parameters as never, output ?? {});
    if (parameters === null) continue;
    const key = JSON.stringify(parameters);
    const same = found.get(key) ?? { parameters, of: [] };
    found.set(key, { parameters, of: target === null ? same.of : [...same.of, target] });
  }
  return [...found.values()].map(({ parameters, of }) => {
    const only = targets === null ? {} : { [targets.parameter]: of };
    return { node, code: inverse.code, parameters: { ...parameters, ...only } };
  });
}

/** What was done last is undone first. Nodes run one after the other: the last one has the highest number. */
export function inversesOf(nodes: readonly NodeRecord[], works: readonly DoneWork[]): Inverse[] {
  return reversibleOf(nodes, works)
    .toSorted((a, b) => b.seq - a.seq)
    .flatMap((node) => inverseOf(node, works));
}
