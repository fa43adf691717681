import type { NodeRecord, Work } from "#shared/order/record.ts";
import { failuresOf, runningOf } from "./work.ts";

/** The targets of a node: how many at once, in which batches, and how many may fail. */

/** A number, or that share of `all`, rounded down. */
function partOf(part: number | string, all: number): number {
  if (typeof part === "number") return part;
  return Math.floor((Number.parseInt(part, 10) * all) / 100);
}

export function batchSizeOf({ strategy, targets }: NodeRecord): number {
  return Math.max(1, partOf(strategy.batchSize, targets?.length ?? 1));
}

/** How many targets of a node may fail without the node failing. */
function toleratedOf({ strategy, targets }: NodeRecord): number {
  return targets === null ? 0 : partOf(strategy.maxErrors, targets.length);
}

/** More failed than may, or something whose end nobody knows. */
export function isTooMuch(node: NodeRecord, works: readonly Work[]): boolean {
  const failures = failuresOf(works);
  return failures.length > toleratedOf(node) || failures.some(({ state }) => state === "unknown");
}

/** A batch behind the first one waits for somebody's word, until she has given it. */
export function isBatchUnconfirmed(node: NodeRecord): boolean {
  const isFirst = node.batchEnd <= batchSizeOf(node);
  return node.strategy.confirmBatches && !isFirst && node.confirmedAt === null;
}

/** Nothing of the batch is left to be done. */
export function isBatchOver({ batchEnd }: NodeRecord, works: readonly Work[]): boolean {
  return works.every(
    ({ index, state }) => index >= batchEnd || (state !== "pending" && state !== "running"),
  );
}

export type Failure = "unknown" | "timed_out" | "failed" | "cancelled";
const worstFirst: readonly Failure[] = ["unknown", "timed_out", "failed", "cancelled"];

/** What the work of a node comes to; `open` while something of it is left to be done. */
export function verdictOf(
  node: NodeRecord,
  works: readonly Work[],
): Failure | "succeeded" | "open" {
  if (isTooMuch(node, works)) {
    return worstFirst.find((state) => works.some((work) => work.state === state)) ?? "failed";
  }
  return works.some(({ state }) => state === "pending") ? "open" : "succeeded";
}

/** Nothing of the node runs, and nothing of it begins by itself. */
export function isToConclude(node: NodeRecord, works: readonly Work[]): boolean {
  if (node.state !== "running" || runningOf(works).length > 0) return false;
  const isStill = isBatchOver(node, works) || isBatchUnconfirmed(node);
  return isStill || verdictOf(node, works) !== "open";
}

/** Work that may begin, apart from its own time: as much as there is room for. */
export function startable(
  node: NodeRecord,
  works: readonly Work[],
): { works: Work[]; room: number } {
  const room = Math.max(0, node.strategy.concurrency - runningOf(works).length);
  const isKept = room === 0 || isTooMuch(node, works) || isBatchUnconfirmed(node);
  const fresh = works.filter(({ state, index }) => state === "pending" && index < node.batchEnd);
  return { works: isKept ? [] : fresh, room };
}
