import { after, secondMs } from "#shared/core/clock.ts";
import type { Work } from "#shared/order/record.ts";
import { obstacleTo } from "./arrive.ts";
import { batchSizeOf } from "./batch.ts";
import { claimable } from "./claimable.ts";
import { passNode } from "./conclude.ts";
import { isMoving, isOvertime, nodeAt, overdueOf, type Frame } from "./frame.ts";
import { leaseSeconds } from "./limits.ts";
import { Move, type Change } from "./move.ts";
import type { Outlook } from "./outlook.ts";
import { newWork, type Site } from "./work.ts";

/**
 * Takes calls of the current node: the attempt is on record before the effect, so that a crash in the middle is
 * seen. Null when there is nothing to take; no calls when the node ended on the spot.
 */
export function claim(
  frame: Frame,
  now: string,
  outlook: Outlook | null,
): { change: Change; claimed: Work[] } | null {
  // What is over by time comes first: it may be what keeps the rest from beginning.
  if (isOvertime(frame, now) || isOverdue(frame, now)) return null;
  const move = new Move(frame, now);
  const hasBegun = begin(move, outlook);
  const calls = claimable(move, now);
  const claimed = calls.map((work) => move.setWork(called(work, move.site())));
  if (claimed.length === 0 && !hasBegun) return null;
  if (!hasBegun) tellCalls(move, claimed);
  return { change: move.finish(), claimed };
}

function isOverdue(frame: Frame, now: string): boolean {
  const { lost, silent } = overdueOf(frame, now);
  return lost.length + silent.length > 0;
}

/** The node begins, if nothing keeps it; what it works with is fixed from here on. */
function begin(move: Move, outlook: Outlook | null): boolean {
  const node = nodeAt(move);
  if (node?.state !== "pending" || outlook === null || !isMoving(move.order)) return false;
  if (obstacleTo(move, node, outlook) !== null) return false;
  const { parameters, sources, targets, traits } = outlook;
  const ready = { parameters, sources, targets, traits, missing: [] };
  const batchEnd = batchSizeOf({ ...node, targets });
  move.setNode({ ...ready, state: "running", startedAt: move.now, dueAt: null, batchEnd });
  move.setWorks((targets ?? [null]).map((target, index) => newWork(index, target)));
  move.tellNode("node.started", targets === null ? {} : { count: targets.length });
  if (targets?.length === 0) passNode(move);
  return true;
}

function called(work: Work, { now, traits }: Site): Work {
  const isStart = work.state === "pending";
  return {
    ...work,
    state: "running",
    phase: "calling",
    call: isStart ? "start" : work.call,
    attempt: work.attempt + (isStart ? 1 : 0),
    startedAt: work.startedAt ?? now,
    deadlineAt: work.deadlineAt ?? after(now, traits.timeoutSeconds * secondMs),
    leaseAt: after(now, leaseSeconds * secondMs),
    nextLookAt: null,
    tryAt: null,
  };
}

/** Every call is on record before it is made. */
function tellCalls(move: Move, taken: Work[]): void {
  for (const [call, works] of Map.groupBy(taken, (work) => work.call ?? "")) {
    const [only] = works.length === 1 ? works : [];
    const target = only?.target ?? null;
    move.tellNode("node.called", {
      call,
      ...(target === null ? { count: works.length } : { target }),
    });
  }
}
