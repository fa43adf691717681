import { isToConclude } from "./batch.ts";
import { beginners, claimable } from "./claimable.ts";
import { earliest, isEnded, isMoving, limitsOf, nodeAt, type Frame } from "./frame.ts";
import { runningOf } from "./work.ts";

/** When something is to be done next: `now` when it is at once. Null: nothing happens by time alone. */
export function nextInstant(frame: Frame, now: string): string | null {
  const { order } = frame;
  if (isMoving(order)) return whileMoving(frame, now);
  const node = nodeAt(frame);
  const looks = node === null ? [] : looksOf(frame);
  if (isEnded(order)) return earliest([watchEnd(frame), reviewEnd(frame), ...looks]);
  if (order.state === "scheduled") return order.startAt;
  if (order.state === "waiting_confirm") return earliest([node?.dueAt ?? null, ...looks]);
  return order.state === "paused" ? earliest(looks) : order.dueAt;
}

function watchEnd({ order: { watch } }: Frame): string | null {
  return watch !== null && watch.verdict === null ? watch.until : null;
}

function reviewEnd({ order: { review } }: Frame): string | null {
  return review !== null && review.doneAt === null && review.remindedAt === null
    ? review.dueAt
    : null;
}

function looksOf({ works }: Frame): (string | null)[] {
  return works.map(({ nextLookAt }) => nextLookAt);
}

function whileMoving(frame: Frame, now: string): string | null {
  const { order, works } = frame;
  const node = nodeAt(frame);
  if (node === null || node.state === "pending" || claimable(frame, now).length > 0) return now;
  if (isToConclude(node, works)) return now;
  const isClockOn = order.ending === null && order.restsFrom === null;
  return earliest([
    ...looksOf(frame),
    ...runningOf(works).map(endOfWait),
    ...beginners(frame, now).works.map(({ tryAt }) => tryAt),
    ...(isClockOn ? limitsOf(frame) : []),
    node.dueAt !== null && node.dueAt > now ? node.dueAt : null,
  ]);
}

/** Of running work that is not looked at: when its wait is over. */
function endOfWait({ phase, tryAt, leaseAt, deadlineAt }: Frame["works"][number]): string | null {
  const isReported = phase === "awaiting_callback" || phase === "awaiting_person";
  return isReported ? deadlineAt : (tryAt ?? leaseAt);
}
