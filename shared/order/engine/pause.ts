import { rest } from "./end.ts";
import { isMoving, movingState, nodeAt, type Frame } from "./frame.ts";
import { Move, refusal, type Change, type Deed } from "./move.ts";
import { hasFailed, runningOf } from "./work.ts";

/** It rests as soon as nothing runs. */
export function pause(frame: Frame, { now, mover }: Deed, reason: string | null): Change {
  const { order, works } = frame;
  if (!isMoving(order) || order.ending !== null || order.isPausing) {
    throw refusal("Only an order that runs can be paused.");
  }
  const move = new Move(frame, now, mover);
  move.set({ isPausing: true });
  move.tell("order.pausing", reason === null ? {} : { comment: reason });
  const isBusy = nodeAt(frame) !== null && runningOf(works).length > 0;
  if (!isBusy) rest(move);
  return move.finish();
}

/** Lets it go on, or takes back a pause that has not come yet. */
export function resume(frame: Frame, { now, mover }: Deed): Change {
  const { order } = frame;
  const node = nodeAt(frame);
  const move = new Move(frame, now, mover);
  if (order.isPausing) {
    move.set({ isPausing: false });
  } else {
    if (order.state !== "paused") throw refusal("This order is not paused.");
    if (node !== null && hasFailed(node)) {
      throw refusal("The step that failed must be retried, skipped or done by hand first.");
    }
    move.set({ state: movingState(order) });
  }
  move.tell("order.resumed");
  return move.finish();
}
