import { after, secondMs } from "#shared/core/clock.ts";
import type { ParameterSource } from "#shared/order/schema.ts";
import type { Traits, Work } from "#shared/order/record.ts";
import { failNode, passNode } from "./conclude.ts";
import { claimable } from "./claimable.ts";
import { batchSizeOf, newWork, type Frame } from "./frame.ts";
import { Move, type Change } from "./move.ts";

/** How long a call may take before it counts as lost. Longer than any driver's own time-outs. */
export const leaseSeconds = 60;

/**
 * What a node is to work with, looked up by the verb just before it begins: layers joined, outputs of earlier
 * nodes bound, targets found. `hash` stands for all of it: it is what somebody confirms.
 */
export type Outlook = {
  parameters: Record<string, unknown>;
  sources: Record<string, ParameterSource>;
  /** Required parameters without a value. */
  missing: string[];
  targets: string[] | null;
  traits: Traits;
  hash: string;
  /** Why it can't begin: settings gone, no targets, values that do not fit. */
  fault: { code: string; message: string } | null;
};

/**
 * Takes calls of the current node: the attempt is on record before the effect, so that a crash in the middle is
 * seen. Null when there is nothing to take; no calls when the node ended on the spot.
 */
export function claim(
  frame: Frame,
  now: string,
  outlook: Outlook | null,
): { change: Change; claimed: Work[] } | null {
  const move = new Move(frame, now);
  if (move.node?.state === "pending") {
    if (outlook === null || !begin(move, outlook)) return null;
  }
  const isNew = move.node !== frame.node;
  const taken = claimable(move, now).map((work) => take(move, work));
  if (taken.length === 0 && !isNew) return null;
  if (!isNew) tellCalls(move, taken);
  return { change: move.finish(), claimed: taken };
}

/** The node begins; what it works with is fixed from here on. False: it must be entered first. */
function begin(move: Move, outlook: Outlook): boolean {
  const node = move.current();
  const { order } = move;
  if (order.isPausing || order.ending !== null || node.kind === "group") return false;
  if (outlook.fault !== null) {
    move.setNode({ startedAt: move.now });
    failNode(move, "failed", outlook.fault);
    return true;
  }
  if (isGated(move, outlook)) return false;
  const { parameters, sources, targets, traits } = outlook;
  const ready = { parameters, sources, targets, traits, missing: [] };
  move.setNode({ ...ready, state: "running", startedAt: move.now, dueAt: null });
  move.works = (targets ?? [null]).map((target, index) => newWork(index, target));
  move.setNode({ batchEnd: batchSizeOf(move.current()) });
  if (targets === null) move.setWork(0, {});
  move.tellNode("node.started", targets === null ? {} : { count: targets.length });
  if (targets?.length === 0) passNode(move);
  return true;
}

/** Whether people are asked before it begins: for values it lacks, or to confirm what it will do. */
export function isGated(move: Pick<Move, "node">, { missing }: Pick<Outlook, "missing">): boolean {
  const { node } = move;
  if (node === null || node.confirmedAt !== null) return false;
  return missing.length > 0 || node.strategy.preConfirm;
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

function take(move: Move, work: Work): Work {
  const { traits } = move.current();
  const { now } = move;
  const isStart = work.state === "pending";
  const deadlineAt = after(now, (traits?.timeoutSeconds ?? 0) * secondMs);
  const claimed: Partial<Work> = {
    state: "running",
    phase: "calling",
    call: isStart ? "start" : work.call,
    attempt: work.attempt + (isStart ? 1 : 0),
    startedAt: work.startedAt ?? now,
    deadlineAt: work.deadlineAt ?? deadlineAt,
    leaseAt: after(now, leaseSeconds * secondMs),
    nextLookAt: null,
    tryAt: null,
  };
  move.setWork(work.index, claimed);
  return { ...work, ...claimed };
}
