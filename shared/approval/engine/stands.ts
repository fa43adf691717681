import type { Chain } from "#shared/approval/chain.ts";
import type { TaskRecord, TicketRecord } from "#shared/ticket/record.ts";
import { nodeOf } from "./tree.ts";

/** Which answers count: those of visits that nothing has overtaken. */

type Told = { ticket: TicketRecord; tasks: TaskRecord[]; chain: Chain };

function counting({ ticket: { standsFrom, undone }, tasks }: Told): TaskRecord[] {
  return tasks.filter(({ visit }) => visit >= standsFrom && !undone.includes(visit));
}

/** Tasks whose stage, as far as it counts, was left unanswered for the way that its time limit names. */
export function leftByTime(told: Told): TaskRecord[] {
  return counting(told).filter(({ voidReason, nodeId }) => {
    if (voidReason !== "timed_out") return false;
    const node = nodeOf(told.chain, nodeId);
    const isAsk = node?.kind === "approve" || node?.kind === "confirm";
    return isAsk && node.timeLimit?.onTimeout === "branch";
  });
}

/** Every yes that counts. What some said at a stage that was left unanswered does not. */
export function standing(told: Told): TaskRecord[] {
  const left = new Set(leftByTime(told).map(({ visit }) => visit));
  return counting(told).filter(
    ({ state, visit }) => (state === "approved" || state === "confirmed") && !left.has(visit),
  );
}

/** A task of each step whose answers stand and at which nobody is being asked. */
export function passedSteps(told: Told): TaskRecord[] {
  const live = new Set(told.ticket.places.map(({ nodeId }) => nodeId));
  const passed = standing(told).filter(({ nodeId }) => !live.has(nodeId));
  return [...new Map(passed.map((task) => [task.nodeId, task])).values()];
}
