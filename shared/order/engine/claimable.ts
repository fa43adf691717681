import type { Work } from "#shared/order/record.ts";
import { startable } from "./batch.ts";
import { isMoving, nodeAt, type Frame } from "./frame.ts";
import { runningOf } from "./work.ts";

function isFree({ tryAt }: Work, now: string): boolean {
  return tryAt === null || tryAt <= now;
}

/** Work of the current node that may begin when its own time has come. */
export function beginners(frame: Frame, now: string): { works: Work[]; room: number } {
  const { order, works } = frame;
  const node = nodeAt(frame);
  const isOpen = order.ending === null && !order.isPausing && node?.state === "running";
  const isPause = node !== null && node.dueAt !== null && node.dueAt > now;
  return isOpen && !isPause ? startable(node, works) : { works: [], room: 0 };
}

/** Calls that running operations want, and work that may begin now: as much as the step allows at once. */
export function claimable(frame: Frame, now: string): Work[] {
  if (!isMoving(frame.order) || nodeAt(frame) === null) return [];
  const wanted = runningOf(frame.works).filter(
    (work) => work.phase === "wants" && isFree(work, now),
  );
  const { works, room } = beginners(frame, now);
  return [...wanted, ...works.filter((work) => isFree(work, now)).slice(0, room)];
}
