import { earliest, isEnded, isMoving, type Frame } from "./frame.ts";
import { claimable } from "./claimable.ts";

/** When something is to be done next. Null: nothing happens by time alone. */
export function nextInstant(frame: Frame, now: string): string | null {
  const { order, node, group, works } = frame;
  const { watch } = order;
  if (isEnded(order)) return watch !== null && watch.verdict === null ? watch.until : null;
  if (order.state === "scheduled") return order.startAt;
  if (order.state === "waiting_confirm") return node?.dueAt ?? null;
  const looks = works.map((work) => work.nextLookAt);
  if (order.state === "paused") return earliest(looks);
  if (!isMoving(order)) return order.dueAt;
  if (node === null || node.seq !== order.at || node.state === "pending") return now;
  if (claimable(frame, now).length > 0) return now;
  const waits = works.flatMap(({ state, phase, tryAt, leaseAt, deadlineAt }) => {
    if (state === "pending") return [tryAt];
    if (state !== "running") return [];
    const isReported = phase === "awaiting_callback" || phase === "awaiting_person";
    return [tryAt, leaseAt, isReported ? deadlineAt : null];
  });
  const limits = order.restsFrom === null ? [order.deadlineAt, group?.deadlineAt ?? null] : [];
  const pause = node.dueAt !== null && node.dueAt > now ? node.dueAt : null;
  return earliest([...looks, ...waits, ...limits, pause]);
}
