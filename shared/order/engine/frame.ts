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

const badStates = new Set(["failed", "timed_out", "unknown", "cancelled"]);

export function failuresOf(works: readonly Work[]): Work[] {
  return works.filter(({ state }) => badStates.has(state));
}

export function runningOf(works: readonly Work[]): Work[] {
  return works.filter(({ state }) => state === "running");
}

/** A number, or that share of `all`, rounded down. */
export function partOf(part: number | string, all: number): number {
  if (typeof part === "number") return part;
  return Math.floor((Number.parseInt(part, 10) * all) / 100);
}

/** How many targets of a node may fail without the node failing. */
export function toleratedOf({ strategy, targets }: NodeRecord): number {
  return targets === null ? 0 : partOf(strategy.maxErrors, targets.length);
}

export function batchSizeOf({ strategy, targets }: NodeRecord): number {
  const all = targets?.length ?? 1;
  return Math.max(1, partOf(strategy.batchSize, all));
}

/** Work that nobody has begun. */
export function newWork(index: number, target: string | null): Work {
  return {
    index,
    target,
    state: "pending",
    phase: null,
    call: null,
    made: [],
    doubt: null,
    stopAs: null,
    attempt: 0,
    retries: 0,
    tries: 0,
    operation: null,
    polls: 0,
    silent: 0,
    nextLookAt: null,
    leaseAt: null,
    deadlineAt: null,
    tryAt: null,
    startedAt: null,
    finishedAt: null,
    output: null,
    text: null,
    error: null,
    progress: null,
    people: [],
  };
}
