import { secondMs } from "#shared/core/clock.ts";
import type { NodeRecord, OrderRecord, Work } from "#shared/order/record.ts";
import { EndState, type OrderState } from "#shared/order/schema.ts";

/**
 * What the engine sees of an order: its head, the node whose turn it is with its work, and the group around it.
 * However many nodes an order has, a step costs the same.
 */
export type Frame = {
  order: OrderRecord;
  /** Null behind the last node. */
  node: NodeRecord | null;
  group: NodeRecord | null;
  works: Work[];
};

const ends: ReadonlySet<string> = new Set(EndState.options);

export function isEnded({ state }: { state: OrderState }): boolean {
  return ends.has(state);
}

/** The machine works on it; in every other live state it waits for people or for its time. */
export function isMoving({ state }: { state: OrderState }): boolean {
  return state === "running" || state === "cancelling" || state === "rolling_back";
}

/** The state in which an order goes on. */
export function movingState({ ending, direction }: OrderRecord): OrderState {
  if (ending !== null) return "cancelling";
  return direction === "back" ? "rolling_back" : "running";
}

export function lastSeqOf({ direction, nodeCount, rollbackCount }: OrderRecord): number {
  return direction === "back" ? nodeCount + rollbackCount : nodeCount;
}

/** The node of the frame, if it is the one whose turn it is: a step leaves the old one there. */
export function nodeAt({ order, node }: Pick<Frame, "order" | "node">): NodeRecord | null {
  return node?.seq === order.at ? node : null;
}

export function isDue(at: string | null, now: string): boolean {
  return at !== null && at <= now;
}

export function earliest(instants: (string | null)[]): string | null {
  return instants.reduce<string | null>(
    (first, one) => (first === null || (one !== null && one < first) ? one : first),
    null,
  );
}

/** Whole seconds until an instant, at least one. */
export function secondsUntil(at: string, now: string): number {
  return Math.max(1, Math.ceil((Date.parse(at) - Date.parse(now)) / secondMs));
}

/** Time over of an order that runs, or of the part it is in. It stands still while people are waited for. */
export function isOvertime({ order, group }: Frame, now: string): boolean {
  if (order.ending !== null || order.restsFrom !== null) return false;
  return isDue(earliest(limitsOf({ order, group })), now);
}

/** Work of the node whose call, or whose report, did not come in time. */
export function overdueOf(frame: Frame, now: string): { lost: Work[]; silent: Work[] } {
  const works = nodeAt(frame) === null ? [] : frame.works;
  const lost = works.filter(({ leaseAt }) => isDue(leaseAt, now));
  const silent = works.filter(
    ({ phase, deadlineAt }) =>
      (phase === "awaiting_callback" || phase === "awaiting_person") && isDue(deadlineAt, now),
  );
  return { lost, silent };
}

/** Deadlines above that of single operations. */
export function limitsOf({ order, group }: Pick<Frame, "order" | "group">): (string | null)[] {
  const isInside = group !== null && group.finishedAt === null;
  return [order.deadlineAt, isInside ? group.deadlineAt : null];
}
