import type { NodeRecord } from "#shared/order/record.ts";
import { isEnded, type Frame } from "./frame.ts";
import { Move, refusal, type Change, type Deed } from "./move.ts";

/** A part of a disaster recovery goes on without its steps of care. There is no way back from it. */
export function force(
  frame: Frame,
  group: NodeRecord,
  { now, mover }: Deed,
  reason: string,
): Change {
  const { order } = frame;
  const isAhead = order.direction === "forward" && !isEnded(order) && order.ending === null;
  if (!isAhead || group.kind !== "group" || group.finishedAt !== null) {
    throw refusal("Only a part that is not over can be forced.");
  }
  if (group.isForced) throw refusal("This part is forced already.");
  const move = new Move(frame, now, mover);
  move.put({ ...group, isForced: true });
  move.tell("group.forced", { step: group.name, label: group.label, comment: reason });
  return move.finish();
}
