import { after, secondMs } from "#shared/core/clock.ts";
import type { NodeRecord, OrderRecord } from "#shared/order/record.ts";
import { isTask } from "#shared/order/task.ts";
import { awaitConfirm, conclude, failNode } from "./conclude.ts";
import { endOrder, rest, stepOn } from "./end.ts";
import { lastSeqOf, nodeAt, type Frame } from "./frame.ts";
import type { Move } from "./move.ts";
import type { Outlook } from "./outlook.ts";

/** The turn comes to a node: what happens before it begins. */

/** What keeps a node from beginning. */
type Obstacle = "pause" | "care" | "word" | "part" | "fault";

/** Null: nothing does, it may begin. `outlook` is null for what is no action. */
export function obstacleTo(
  { order, group }: Pick<Frame, "order" | "group">,
  node: NodeRecord,
  outlook: Outlook | null,
): Obstacle | null {
  if (node.strategy.gracefulOnly && group?.isForced === true) return "care";
  if (order.isPausing) return "pause";
  if (outlook === null) return node.confirmedAt === null ? "word" : "part";
  if (wantsWord(order, node, outlook)) return "word";
  return outlook.fault === null ? null : "fault";
}

/** Whether people are asked first: for values it lacks, to confirm what it will do, or because that has changed. */
function wantsWord(order: OrderRecord, node: NodeRecord, outlook: Outlook): boolean {
  const { missing, hash, fault } = outlook;
  if (node.confirmedAt !== null) return fault === null && hash !== (node.confirmHash ?? hash);
  // What a ticket's task works with was approved: nobody adds to it.
  const lacks = missing.length > 0 && !isTask(order);
  return lacks || node.strategy.preConfirm;
}

/** True when something happened; a node that simply may begin is begun by whoever claims its calls. */
export function arrive(move: Move, outlook: Outlook | null): boolean {
  const { order } = move;
  const node = nodeAt(move);
  if (order.at > lastSeqOf(order)) {
    endOrder(move, "succeeded");
    return true;
  }
  if (node?.state === "running") return conclude(move);
  if (node?.state !== "pending" || (outlook === null && node.kind !== "group")) return false;
  return overcome(move, obstacleTo(move, node, outlook), outlook);
}

function overcome(move: Move, obstacle: Obstacle | null, outlook: Outlook | null): boolean {
  switch (obstacle) {
    case "care":
      leaveOut(move);
      return true;
    case "pause":
      rest(move);
      return true;
    case "word":
      ask(move, outlook);
      return true;
    case "part":
      enterPart(move);
      return true;
    case "fault":
      move.setNode({ startedAt: move.now });
      failNode(move, "failed", outlook?.fault ?? null);
      return true;
    case null:
      return false;
  }
}

function ask(move: Move, outlook: Outlook | null): void {
  if (outlook === null) return awaitConfirm(move);
  const { missing, hash: confirmHash, parameters, sources } = outlook;
  const state = missing.length > 0 ? "waiting_params" : "waiting_confirm";
  awaitConfirm(move, { state, missing, parameters, sources, confirmHash });
}

/** A step of care in a part that is forced. */
function leaveOut(move: Move): void {
  move.setNode({ state: "skipped", reason: "forced", finishedAt: move.now });
  move.tellNode("node.skipped", { comment: "forced" });
  stepOn(move);
}

function enterPart(move: Move): void {
  const node = move.current();
  const { now } = move;
  const { timeoutSeconds } = node.strategy;
  const deadlineAt = timeoutSeconds === 0 ? null : after(now, timeoutSeconds * secondMs);
  move.setNode({ state: "running", startedAt: now, dueAt: null, deadlineAt });
  move.tellNode("group.started");
  move.set({ at: node.seq + 1 });
}
