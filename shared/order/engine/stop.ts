import type { EndingRecord } from "#shared/order/record.ts";
import { endStopped } from "./conclude.ts";
import { runningOf } from "./frame.ts";
import type { Move } from "./move.ts";
import { endWork, stopWork } from "./work.ts";

/** The order is to end: what runs is stopped as well as it can be, nothing new begins. */
export function stopAll(move: Move, ending: EndingRecord): void {
  move.set({ ending, state: "cancelling", isPausing: false });
  for (const work of runningOf(move.works)) stopWork(move, work, "cancelled");
  for (const work of move.works.filter(
    ({ state, attempt }) => state === "pending" && attempt > 0,
  )) {
    endWork(move, work, { state: "cancelled" });
  }
  if (runningOf(move.works).length === 0) endStopped(move);
}
