import type { WorkState } from "#shared/order/schema.ts";
import type { TargetView } from "#shared/order/view/schema.ts";

/** What an operator must see first comes first. */
const rank: Record<WorkState, number> = {
  failed: 0,
  unknown: 1,
  timed_out: 2,
  cancelled: 3,
  running: 4,
  pending: 5,
  skipped: 6,
  succeeded: 7,
};

export type TargetCount = { state: WorkState; count: number };

/** Failures first, then what runs, then the rest; in the plan's order among equals. */
export function sortedTargets(targets: readonly TargetView[]): TargetView[] {
  return targets.toSorted((a, b) => rank[a.state] - rank[b.state] || a.index - b.index);
}

/** How many there are in each state, failures first. */
export function countTargets(targets: readonly Pick<TargetView, "state">[]): TargetCount[] {
  const counts = new Map<WorkState, number>();
  for (const { state } of targets) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts]
    .map(([state, count]) => ({ state, count }))
    .toSorted((a, b) => rank[a.state] - rank[b.state]);
}

/** How many are done with, one way or another. */
export function endedTargets(targets: readonly Pick<TargetView, "state">[]): number {
  return targets.filter(({ state }) => state !== "pending" && state !== "running").length;
}
