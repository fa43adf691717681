import { AppError } from "#shared/core/error.ts";
import type { Frame } from "./frame.ts";
import { Move, type Change, type Mover } from "./move.ts";

/** What is said of an order beside its course. */

type Deed = { now: string; mover: Mover };

/** The review of a start behind broken glass; once. */
export function review(
  frame: Frame,
  { now, mover }: Deed,
  { isJustified, comment }: { isJustified: boolean; comment: string },
): Change {
  const { review: asked } = frame.order;
  if (asked === null || asked.doneAt !== null) {
    throw new AppError("WRONG_STATE", "There is nothing to review.");
  }
  const move = new Move(frame, now, mover);
  move.set({ review: { ...asked, doneBy: mover.person, doneAt: now, isJustified, comment } });
  move.tell("order.reviewed", { comment, to: isJustified ? "justified" : "not_justified" });
  return move.finish();
}

/** One more alert of the kind that this order answers: it needs no order of its own. */
export function attachAlert(frame: Frame, now: string, sourceId: string): Change {
  const move = new Move(frame, now);
  move.tell("order.alertAttached", { comment: sourceId });
  return move.finish();
}

/** The alert came back after the order had done its work: it did not help. */
export function judgeIneffective(frame: Frame, now: string): Change | null {
  const { watch } = frame.order;
  if (watch === null || watch.verdict !== null || watch.until === null) return null;
  if (watch.until < now) return null;
  const move = new Move(frame, now);
  move.set({ watch: { ...watch, verdict: "ineffective" } });
  move.tell("order.judged", { to: "ineffective" }, { kind: "order.stuck", to: ["owners"] });
  return move.finish();
}
