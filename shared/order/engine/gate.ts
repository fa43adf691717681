import { after, secondMs } from "#shared/core/clock.ts";
import { AppError } from "#shared/core/error.ts";
import type { NodeRecord } from "#shared/order/record.ts";
import { endOrder } from "./conclude.ts";
import { start } from "./advance.ts";
import type { Frame } from "./frame.ts";
import { Move, type Change, type Mover } from "./move.ts";

/** What stands between an order's creation and its start: parameters, approval, its hour. */

type Deed = { now: string; mover: Mover };

/** The first of the gates that is still shut; when none is, the order runs. */
export function passGates(move: Move, { isComplete, decisionSeconds }: Gates): void {
  const { approval, startAt } = move.order;
  const dueAt = after(move.now, decisionSeconds * secondMs);
  if (!isComplete) {
    move.set({ state: "waiting_params", dueAt });
  } else if (approval !== null && approval.by.length < approval.count) {
    move.set({ state: "pending_approval", dueAt });
    move.tell("order.filled", {}, { kind: "order.approvalAsked", to: ["approvers"] });
  } else if (startAt !== null && startAt > move.now) {
    move.set({ state: "scheduled", dueAt: null });
  } else {
    start(move);
  }
}

export type Gates = {
  /** Every required parameter that no earlier step brings has a value. */
  isComplete: boolean;
  /** How long people may take to decide. */
  decisionSeconds: number;
};

/** An order that is being made: `frame` holds it as it will be, before its first gate. */
export function create(frame: Frame, { now, mover }: Deed, gates: Gates): Change {
  const move = new Move(frame, now, mover);
  move.tell("order.created", frame.order.reason === null ? {} : { comment: frame.order.reason });
  passGates(move, gates);
  return move.finish();
}

/** Missing parameters were given; `nodes` hold them. */
export function fill(
  frame: Frame,
  nodes: NodeRecord[],
  { now, mover }: Deed,
  gates: Gates,
): Change {
  if (frame.order.state !== "waiting_params") throw wrong("This order lacks no parameters.");
  const move = new Move(frame, now, mover);
  for (const node of nodes) move.put(node);
  passGates(move, gates);
  return move.finish();
}

/** One more yes. What was approved is bound to the order's hash; nobody approves her own order, or twice. */
export function approve(frame: Frame, { now, mover }: Deed, gates: Gates): Change {
  const { order } = frame;
  const { approval } = order;
  if (order.state !== "pending_approval" || approval === null)
    throw wrong("Nothing is to be approved.");
  if (order.requester.id === mover.person.id) {
    throw new AppError("OWN_REQUEST", "Nobody approves their own order.");
  }
  if (approval.by.some(({ id }) => id === mover.person.id)) {
    throw new AppError("TASK_ALREADY_DECIDED", "You have approved it already.");
  }
  const move = new Move(frame, now, mover);
  move.set({ approval: { ...approval, by: [...approval.by, mover.person] } });
  move.tell("order.approved", { hash: approval.hash });
  passGates(move, gates);
  return move.finish();
}

export function reject(frame: Frame, { now, mover }: Deed, reason: string): Change {
  if (frame.order.state !== "pending_approval") throw wrong("Nothing is to be approved.");
  const move = new Move(frame, now, mover);
  move.tell("order.rejected", { comment: reason });
  endOrder(move, "rejected");
  return move.finish();
}

function wrong(message: string): AppError {
  return new AppError("WRONG_STATE", message);
}
