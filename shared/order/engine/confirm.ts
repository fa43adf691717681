import type { NodeRecord } from "#shared/order/record.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import { rest } from "./end.ts";
import { movingState, nodeAt, type Frame } from "./frame.ts";
import { Move, refusal, type Change, type Deed, type Tell } from "./move.ts";
import type { Outlook } from "./outlook.ts";
import { stopAll } from "./stop.ts";

/** The answer to what people were asked before a node, or the next batch of one, begins. */

/** Somebody has seen what the node will do and lets it. `outlook` is what she saw, with what she filled in. */
export function confirm(frame: Frame, { now, mover }: Deed, outlook: Outlook | null): Change {
  const node = waitingNode(frame);
  const move = new Move(frame, now, mover);
  if (outlook !== null) {
    const { parameters, sources, targets, hash } = outlook;
    const seen = node.startedAt === null ? { parameters, sources, targets, missing: [] } : {};
    move.setNode({ ...seen, confirmHash: hash });
  }
  goOn(move, mover.person);
  return move.finish();
}

/** She does not: the order rests. */
export function decline(frame: Frame, { now, mover }: Deed, reason: string): Change {
  waitingNode(frame);
  const move = new Move(frame, now, mover);
  holdBack(move, reason);
  return move.finish();
}

/** Nobody answered in time: what then happens was said beforehand. */
export function unanswered(move: Move): void {
  switch (move.current().strategy.ifUnconfirmed) {
    case "proceed":
      return goOn(move, null);
    case "pause":
      return holdBack(move, "time");
    case "abort":
      tellDeclined(move, "time");
      return stopAll(move, { as: "failed", by: move.mover.person, reason: null });
  }
}

function waitingNode(frame: Frame): NodeRecord {
  const node = nodeAt(frame);
  const isWaiting = node?.state === "waiting_confirm" || node?.state === "waiting_params";
  if (frame.order.state !== "waiting_confirm" || !isWaiting) {
    throw refusal("Nothing is to be confirmed.");
  }
  return node;
}

/** A batch that waits belongs to a node that has begun. */
function unasked({ startedAt }: NodeRecord): Pick<NodeRecord, "state" | "dueAt"> {
  return { state: startedAt === null ? "pending" : "running", dueAt: null };
}

/** `by` is null when the time for an answer is over and the step goes on without. */
function goOn(move: Move, by: PersonRef | null): void {
  const node = move.current();
  move.setNode({ ...unasked(node), confirmedBy: by, confirmedAt: move.now });
  move.set({ state: movingState(move.order) });
  const hash = node.confirmHash === null ? {} : { hash: node.confirmHash };
  move.tellNode("node.confirmed", by === null ? { ...hash, comment: "time" } : hash);
  if (move.order.isPausing) rest(move);
}

function holdBack(move: Move, comment: string): void {
  move.setNode(unasked(move.current()));
  tellDeclined(move, comment);
  rest(move);
}

function tellDeclined(move: Move, comment: string): void {
  const tell: Tell = { kind: "order.stuck", to: ["starter", "owners"] };
  move.tellNode("node.declined", { comment }, tell);
}
