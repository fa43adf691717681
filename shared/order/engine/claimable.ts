import type { Work } from "#shared/order/record.ts";
import { failuresOf, isMoving, runningOf, toleratedOf, type Frame } from "./frame.ts";

function isFree({ tryAt }: Work, now: string): boolean {
  return tryAt === null || tryAt <= now;
}

/** Calls that running operations want, and work that may begin now: as much as the step allows at once. */
export function claimable({ order, node, works }: Frame, now: string): Work[] {
  if (!isMoving(order) || node === null || node.seq !== order.at) return [];
  const wanted = works.filter((work) => work.phase === "wants" && isFree(work, now));
  if (order.state === "cancelling") return wanted.filter(({ call }) => call !== "start");
  if (!mayBegin({ order, node, works }, now)) return wanted;
  const free = Math.max(0, node.strategy.concurrency - runningOf(works).length);
  const fresh = works.filter(
    (work) => work.state === "pending" && work.index < node.batchEnd && isFree(work, now),
  );
  return [...wanted, ...fresh.slice(0, node.targets === null ? 1 : free)];
}

type OnNode = Pick<Frame, "order" | "works"> & { node: NonNullable<Frame["node"]> };

/** Nothing begins while the order comes to rest, after too many failures, or while a batch is waited behind. */
function mayBegin({ order, node, works }: OnNode, now: string): boolean {
  if (order.isPausing || node.state !== "running") return false;
  if (node.dueAt !== null && node.dueAt > now) return false;
  const failures = failuresOf(works);
  return failures.length <= toleratedOf(node) && failures.every(({ state }) => state !== "unknown");
}
