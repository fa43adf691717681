import type { FieldChange } from "#shared/ticket/record.ts";
import type { Change, Situation } from "./situation.ts";
import { resume as resumeAt } from "./reconsider.ts";
import { wrongState } from "./refuse.ts";
import { Transition } from "./transition.ts";
import { begin } from "./walk.ts";

/**
 * First submit, or a submit after a return. `changes` are the fields that differ from what was submitted
 * before. A stage that asked for it gets the ticket straight back, unless what others approved has changed.
 */
export function submit(situation: Situation, changes: FieldChange[] = []): Change {
  const move = new Transition(situation);
  const { state, round, resume } = move.ticket;
  const isAgain = state === "returned";
  if (!isAgain && state !== "draft") throw wrongState(move.ticket);
  move.ticket = { ...move.ticket, state: "in_approval", resume: [] };
  move.event(isAgain ? "ticket.resubmitted" : "ticket.submitted", { data: { round } });
  if (resume.length > 0) resumeAt(move, resume, changes);
  else begin(move);
  return move.finish();
}
