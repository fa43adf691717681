import type { EndingRecord } from "#shared/order/record.ts";
import { endStopped } from "./conclude.ts";
import { isEnded, nodeAt, type Frame } from "./frame.ts";
import { Move, platform, refusal, type Change, type Deed } from "./move.ts";
import { dropped, stopped } from "./stop-work.ts";
import { hasFailed, runningOf } from "./work.ts";

/** Stopping an order for good. */

/** What runs is stopped as well as it can be, nothing new begins; with nothing left that runs it ends. */
export function stopAll(move: Move, ending: EndingRecord): void {
  const comment = ending.reason === null ? {} : { comment: ending.reason };
  move.tell("order.cancelling", { to: ending.as, ...comment });
  move.set({ ending, state: "cancelling", isPausing: false });
  const site = move.works.length === 0 ? null : move.site();
  for (const work of nodeAt(move) === null ? [] : move.works) {
    const isOpen = work.state === "pending" || work.state === "running";
    if (site === null || !isOpen || work.stopAs !== null) continue;
    const next = stopped(work, "cancelled", site);
    if (next !== work) move.setWork(next);
  }
  if (nodeAt(move) === null || runningOf(move.works).length === 0) endStopped(move);
}

export function cancel(frame: Frame, { now, mover }: Deed, reason: string): Change {
  if (isEnded(frame.order)) throw refusal("This order has ended.");
  if (frame.order.ending !== null) throw refusal("This order is being stopped already.");
  const move = new Move(frame, now, mover);
  stopAll(move, { as: "cancelled", by: mover.person, reason });
  return move.finish();
}

/** Somebody took the key of its plan from it: it may do nothing any more but stop what it began. */
export function disown(frame: Frame, now: string): Change | null {
  if (isEnded(frame.order) || frame.order.ending !== null) return null;
  const move = new Move(frame, now);
  const reason = "It holds the key of its plan no longer.";
  stopAll(move, { as: "failed", by: platform.person, reason });
  return move.finish();
}

/** Ends an order at once with the ticket whose task it is; a call that is under way is not called back. */
export function drop(frame: Frame, { now, mover }: Deed, reason: string): Change {
  if (isEnded(frame.order)) throw refusal("This order has ended.");
  const move = new Move(frame, now, mover);
  for (const work of move.works) {
    if (work.state === "running" || work.mayHaveBegun) move.setWork(dropped(work, now));
  }
  move.set({ ending: { as: "cancelled", by: mover.person, reason } });
  endStopped(move);
  const { node } = move;
  if (node !== null && hasFailed(node)) move.setNode({ endedBy: mover.person, reason });
  return move.finish();
}
