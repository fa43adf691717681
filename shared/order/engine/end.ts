import { after, secondMs } from "#shared/core/clock.ts";
import type { EndState, NodeState } from "#shared/order/schema.ts";
import { lastSeqOf } from "./frame.ts";
import type { Move } from "./move.ts";

/** The next node, a rest, the end of a part, the end. */

/** Goes on behind the current node, which has ended one way or another. */
export function stepOn(move: Move): void {
  const { seq } = move.current();
  if (move.group?.lastSeq === seq) endGroup(move, "succeeded");
  move.set({ at: seq + 1 });
  if (move.order.at > lastSeqOf(move.order)) return endOrder(move, goodEnd(move));
  if (move.order.isPausing) rest(move);
}

function goodEnd({ order: { failures, direction } }: Move): EndState {
  if (direction === "back") return failures === 0 ? "rolled_back" : "rollback_failed";
  return failures === 0 ? "succeeded" : "partially_succeeded";
}

export function endGroup(move: Move, state: NodeState): void {
  const { group } = move;
  if (group === null || group.finishedAt !== null) return;
  move.setGroup({ state, finishedAt: move.now });
  move.tell("group.ended", { step: group.name, label: group.label, to: state });
}

/** The order rests until somebody lets it go on. */
export function rest(move: Move): void {
  move.set({ state: "paused", isPausing: false });
  move.tell("order.paused");
}

/** The end. What it was to do for its own sake is told to those who care. */
export function endOrder(move: Move, state: EndState): void {
  const { watch, ending } = move.order;
  const isGood = state === "succeeded" || state === "partially_succeeded";
  const isWatched = watch !== null && isGood;
  const comment = ending?.reason;
  move.set({
    state,
    endedAt: move.now,
    ending: null,
    isPausing: false,
    dueAt: null,
    deadlineAt: null,
    restsFrom: null,
    watch: isWatched ? { ...watch, until: after(move.now, watch.seconds * secondMs) } : null,
  });
  const data = { to: state, ...(comment ? { comment } : {}) };
  move.tell("order.ended", data, { kind: "order.ended", to: ["starter", "owners"] });
}
