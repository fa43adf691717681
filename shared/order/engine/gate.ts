import { after, secondMs } from "#shared/core/clock.ts";
import { AppError } from "#shared/core/error.ts";
import type { ApprovalRecord, NodeRecord, OrderRecord } from "#shared/order/record.ts";
import { endOrder } from "./end.ts";
import type { Frame } from "./frame.ts";
import { Move, platform, refusal, type Change, type Deed, type Tell } from "./move.ts";

/** What stands between an order's creation and its start: parameters, approval, its hour. */

export type Gates = {
  /** Every required parameter that no earlier step brings has a value. */
  isComplete: boolean;
  /** How long people may take to decide. */
  decisionSeconds: number;
};

type Gate = "waiting_params" | "pending_approval" | "scheduled";

/** The first of the gates that is still shut; null: none is. */
function shutGate(
  { approval, startAt }: OrderRecord,
  { isComplete }: Gates,
  now: string,
): Gate | null {
  if (!isComplete) return "waiting_params";
  if (approval !== null && approval.by.length < approval.count) return "pending_approval";
  return startAt !== null && startAt > now ? "scheduled" : null;
}

/** Waits at the gate, or starts. Who waits for a second approval waits no longer than for the first. */
function waitAt(move: Move, gate: Gate | null, { decisionSeconds }: Gates): void {
  if (gate === null) return start(move);
  if (gate === move.order.state) return;
  const dueAt = gate === "scheduled" ? null : after(move.now, decisionSeconds * secondMs);
  move.set({ state: gate, dueAt });
}

function askAt(gate: Gate | null): Tell | null {
  return gate === "pending_approval" ? { kind: "order.approvalAsked", to: ["approvers"] } : null;
}

/** Who must know that it is there. Who starts one by hand sees herself where it stands. */
function announceAt({ requester, review }: OrderRecord, gate: Gate | null): Tell | null {
  if (review !== null) return { kind: "order.reviewAsked", to: review.by };
  if (gate === "pending_approval" || requester.id !== platform.person.id) return askAt(gate);
  if (gate === "waiting_params") return { kind: "order.stuck", to: ["operators"] };
  return { kind: gate === null ? "order.automatic" : "order.announced", to: ["operators"] };
}

/** From now on it runs. */
export function start(move: Move): void {
  const { timeoutSeconds } = move.order;
  const deadlineAt = after(move.now, timeoutSeconds * secondMs);
  move.set({ state: "running", startedAt: move.now, startAt: null, dueAt: null, deadlineAt });
  move.tell("order.started");
}

/** An order that is being made: `frame` holds it as it will be, before its first gate. */
export function create(frame: Frame, { now, mover }: Deed, gates: Gates): Change {
  const { reason } = frame.order;
  const move = new Move(frame, now, mover);
  const gate = shutGate(frame.order, gates, now);
  const told = reason === null ? {} : { comment: reason };
  move.tell("order.created", told, announceAt(frame.order, gate));
  waitAt(move, gate, gates);
  return move.finish();
}

/** Missing parameters were given; `nodes` hold them. */
export function fill(
  frame: Frame,
  nodes: NodeRecord[],
  { now, mover }: Deed,
  gates: Gates,
): Change {
  if (frame.order.state !== "waiting_params") throw refusal("This order lacks no parameters.");
  const move = new Move(frame, now, mover);
  for (const node of nodes) move.put(node);
  const gate = shutGate(frame.order, gates, now);
  move.tell("order.filled", {}, askAt(gate));
  waitAt(move, gate, gates);
  return move.finish();
}

function pendingApproval({ order }: Frame): ApprovalRecord {
  const { approval, state } = order;
  if (state !== "pending_approval" || approval === null)
    throw refusal("Nothing is to be approved.");
  return approval;
}

/** One more yes. What was approved is bound to the order's hash; nobody approves her own order, or twice. */
export function approve(frame: Frame, { now, mover }: Deed, gates: Gates): Change {
  const approval = pendingApproval(frame);
  const { id } = mover.person;
  if (frame.order.requester.id === id) {
    throw new AppError("OWN_REQUEST", "Nobody approves their own order.");
  }
  if (approval.by.some((one) => one.id === id)) {
    throw new AppError("TASK_ALREADY_DECIDED", "You have approved it already.");
  }
  const move = new Move(frame, now, mover);
  move.set({ approval: { ...approval, by: [...approval.by, mover.person] } });
  move.tell("order.approved", { hash: approval.hash });
  waitAt(move, shutGate(move.order, gates, now), gates);
  return move.finish();
}

export function reject(frame: Frame, { now, mover }: Deed, reason: string): Change {
  pendingApproval(frame);
  const move = new Move(frame, now, mover);
  move.tell("order.rejected", { comment: reason });
  endOrder(move, "rejected");
  return move.finish();
}
