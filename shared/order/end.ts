import { runEnded } from "#shared/plan/run-ended.ts";
import type { Write } from "#shared/table/commit.ts";
import { isEnded, type Frame } from "./engine/frame.ts";
import { freeLock } from "./lock.ts";
import type { OrderRecord } from "./record.ts";
import { isAutomatic, leaveRuns } from "./slots.ts";

/** What the end of an order brings with it, in the commit that ends it. */

function isSuccess({ state }: OrderRecord): boolean {
  return state === "succeeded" || state === "partially_succeeded";
}

/** Counted once: at the end, or where somebody watches whether it helped, with the verdict. */
function isJudged({ watch, direction }: OrderRecord): boolean {
  return direction === "forward" && (watch === null || watch.verdict !== null);
}

/** The counts of its plan. A run that was never begun proves nothing. */
function countRows(order: OrderRecord): Write[] {
  const { plan, startedAt, endedAt, mode, watch, orderId } = order;
  if (plan === null || startedAt === null || endedAt === null) return [];
  return runEnded({
    planId: plan.id,
    mode,
    at: endedAt,
    orderId,
    isAutomatic: isAutomatic(order),
    isSuccess: isSuccess(order),
    isEffective: watch === null ? null : watch.verdict === "effective",
    seconds: Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 1000),
  });
}

export function endRows(before: Frame | null, { order }: Frame): Write[] {
  if (!isEnded(order)) return [];
  const wasOver = before !== null && isEnded(before.order);
  const wasJudged = wasOver && isJudged(before.order);
  return [
    ...(wasOver ? [] : [...freeLock(order, order.updatedAt), ...leaveRuns(order)]),
    ...(isJudged(order) && !wasJudged ? countRows(order) : []),
  ];
}
