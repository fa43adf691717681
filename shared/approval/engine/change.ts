import type { FieldChange } from "#shared/ticket/record.ts";
import { reconsider } from "./reconsider.ts";
import { assertFree, openTask } from "./refuse.ts";
import type { Change, Situation } from "./situation.ts";
import { Transition } from "./transition.ts";

/**
 * An approver has changed fields that her stage lets her edit; `situation.values` are the new ones. Approvals
 * that rest on the old values are asked for again, hers after them.
 */
export function changeForm(
  situation: Situation,
  { seq, changes }: { seq: number; changes: FieldChange[] },
): Change {
  const move = new Transition(situation);
  const task = openTask(move, seq);
  assertFree(task);
  move.event("ticket.changed", { data: { step: task.name, changes } });
  reconsider(move, changes);
  return move.finish();
}
