import { after, secondMs } from "#shared/core/clock.ts";
import { AppError } from "#shared/core/error.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import type { HttpRequestParameters } from "#shared/action/catalogue/http-request.ts";
import type { NodeRecord, OrderRecord } from "./record.ts";
import type { OrderState } from "./schema.ts";

/**
 * The run engine: pure. An order runs its nodes one after the other; a node that fails stops it until an
 * operator retries, skips or completes it by hand. Time comes in as `now`, effects go out as directives.
 */

export type Run = { order: OrderRecord; nodes: NodeRecord[] };

/** What the run machine does next. `seconds` is how long it may wait. */
export type Directive =
  | { kind: "dispatch" }
  | { kind: "poll"; seconds: number }
  | { kind: "wait"; seconds: number }
  | { kind: "done" };

/** How long a call may take before it counts as lost. Longer than the executor's own time-out. */
export const leaseSeconds = 60;

const endStates = new Set<OrderState>([
  "succeeded",
  "partially_succeeded",
  "failed",
  "cancelled",
  "timed_out",
  "rejected",
  "expired",
  "rolled_back",
  "rollback_failed",
]);

export function isEnded(order: OrderRecord): boolean {
  return endStates.has(order.state);
}

/** The node whose turn it is: the first that has not ended well. */
export function currentNode(run: Run): NodeRecord | undefined {
  return run.nodes.find((node) => node.state !== "succeeded" && node.state !== "skipped");
}

function secondsUntil(at: string | null, now: string): number {
  if (at === null) return 1;
  return Math.max(1, Math.ceil((Date.parse(at) - Date.parse(now)) / secondMs));
}

/** A poll costs nine of the 25,000 events that an execution may have. */
const pollsPerMachine = 2000;

/** This machine has had enough events: it ends, and the reconciler sets the next one on the order. */
function isWornOut({ phase, polls, nextLookAt }: NodeRecord, now: string): boolean {
  return phase === "polling" && polls % pollsPerMachine === 0 && (nextLookAt ?? now) > now;
}

/** What to do now. Reads only; `recover` has been applied before. */
export function directiveOf(run: Run, now: string): Directive {
  const node = currentNode(run);
  if (run.order.state !== "running" || node === undefined) return { kind: "done" };
  if (node.state === "pending") return { kind: "dispatch" };
  if (isWornOut(node, now)) return { kind: "done" };
  if (node.phase === "polling")
    return { kind: "poll", seconds: secondsUntil(node.nextLookAt, now) };
  return { kind: "wait", seconds: secondsUntil(run.order.wakeAt, now) };
}

function withNode(run: Run, node: NodeRecord, order: Partial<OrderRecord>, now: string): Run {
  return {
    order: { ...run.order, ...order, updatedAt: now },
    nodes: run.nodes.map((other) => (other.seq === node.seq ? node : other)),
  };
}

function parametersOf(node: NodeRecord): HttpRequestParameters {
  return node.parameters as HttpRequestParameters;
}

/** Before the call: the attempt is on record, so that a crash in the middle is seen. */
export function claim(run: Run, now: string): { run: Run; node: NodeRecord } {
  const node = currentNode(run);
  if (run.order.state !== "running" || node?.state !== "pending") {
    throw new AppError("WRONG_STATE", "There is nothing to dispatch.");
  }
  const leaseEnd = after(now, leaseSeconds * secondMs);
  const claimed: NodeRecord = {
    ...node,
    state: "running",
    phase: "calling",
    attempt: node.attempt + 1,
    startedAt: node.startedAt ?? now,
    deadlineAt: after(now, parametersOf(node).timeoutSeconds * secondMs),
    error: null,
  };
  return { run: withNode(run, claimed, { wakeAt: leaseEnd }, now), node: claimed };
}

/** What a call or a poll brought. */
export type CallResult =
  | { kind: "succeeded"; result: string }
  | { kind: "failed"; error: string }
  | { kind: "started"; statusUrl: string; progress: string | null }
  | { kind: "awaiting_callback" }
  /** No answer, or a broken one: for a poll, look again; for a call, its effect is unknown. */
  | { kind: "no_answer"; error: string };

/** After a call or a poll. */
export function settle(run: Run, outcome: CallResult, now: string): Run {
  const node = currentNode(run);
  if (node?.state !== "running") throw new AppError("WRONG_STATE", "The node is not running.");
  switch (outcome.kind) {
    case "succeeded":
      return succeed(run, { ...node, result: outcome.result }, now);
    case "failed":
      return rest(run, { ...node, state: "failed", error: outcome.error }, now);
    case "awaiting_callback":
      return withNode(
        run,
        { ...node, phase: "awaiting_callback" },
        { wakeAt: node.deadlineAt },
        now,
      );
    case "started":
      return lookAgain(
        run,
        { ...node, statusUrl: outcome.statusUrl, progress: outcome.progress },
        now,
      );
    case "no_answer":
      if (node.phase === "polling") return lookAgain(run, { ...node, error: outcome.error }, now);
      return lost(run, { ...node, error: outcome.error }, now);
  }
}

function lookAgain(run: Run, node: NodeRecord, now: string): Run {
  if (node.deadlineAt !== null && node.deadlineAt <= now) return timeOut(run, node, now);
  const { everySeconds } = parametersOf(node).poll;
  const nextLookAt = after(now, everySeconds * secondMs);
  const polling: NodeRecord = { ...node, phase: "polling", polls: node.polls + 1, nextLookAt };
  const wakeAt = after(nextLookAt, leaseSeconds * secondMs);
  return withNode(run, polling, { wakeAt }, now);
}

function succeed(run: Run, node: NodeRecord, now: string): Run {
  const ended: NodeRecord = {
    ...node,
    state: "succeeded",
    phase: null,
    finishedAt: now,
    nextLookAt: null,
  };
  const after = withNode(run, ended, { wakeAt: now }, now);
  return endIfLast(after, now);
}

function endIfLast(run: Run, now: string): Run {
  if (currentNode(run) !== undefined) return run;
  return { ...run, order: { ...run.order, state: "succeeded", wakeAt: null, updatedAt: now } };
}

/** The order rests until an operator decides. */
function rest(run: Run, node: NodeRecord, now: string): Run {
  const resting: NodeRecord = { ...node, phase: null, finishedAt: now, nextLookAt: null };
  return withNode(run, resting, { state: "paused", wakeAt: null }, now);
}

function timeOut(run: Run, node: NodeRecord, now: string): Run {
  return rest(
    run,
    { ...node, state: "timed_out", error: node.error ?? "No end within the time allowed." },
    now,
  );
}

/** A call without an answer: made again when the other side honours its key, else a person must look. */
function lost(run: Run, node: NodeRecord, now: string): Run {
  const isOver = node.deadlineAt !== null && node.deadlineAt <= now;
  if (parametersOf(node).idempotent && !isOver && node.attempt < 5) {
    const again: NodeRecord = { ...node, state: "pending", phase: null };
    return withNode(run, again, { wakeAt: now }, now);
  }
  return rest(run, { ...node, state: "unknown" }, now);
}

/** A crash or a silent partner left the run behind: puts it back on its way. Null when nothing is overdue. */
export function recover(run: Run, now: string): Run | null {
  const node = currentNode(run);
  const isDue = run.order.wakeAt !== null && run.order.wakeAt <= now;
  if (run.order.state !== "running" || node?.state !== "running" || !isDue) return null;
  if (node.phase === "calling")
    return lost(run, { ...node, error: node.error ?? "The call was interrupted." }, now);
  if (node.phase === "awaiting_callback") return timeOut(run, node, now);
  return null;
}

/** What the other side reports for a node that awaits it. A repeated report changes nothing (null). */
export function report(run: Run, seq: number, outcome: CallResult, now: string): Run | null {
  const node = currentNode(run);
  if (node?.seq !== seq || node.state !== "running" || node.phase === "polling") return null;
  return settle(run, outcome, now);
}

const resting = new Set(["failed", "timed_out", "unknown"]);

function restingNode(run: Run, seq: number): NodeRecord {
  const node = currentNode(run);
  if (node?.seq !== seq || run.order.state !== "paused" || !resting.has(node.state)) {
    throw new AppError("WRONG_STATE", "Only a node that failed can be handled by an operator.");
  }
  return node;
}

/** The same node once more, as a new attempt. */
export function retry(run: Run, seq: number, now: string): Run {
  const node = restingNode(run, seq);
  const again: NodeRecord = {
    ...node,
    state: "pending",
    phase: null,
    retries: node.retries + 1,
    statusUrl: null,
    polls: 0,
    finishedAt: null,
    error: null,
    progress: null,
  };
  return withNode(run, again, { state: "running", wakeAt: now }, now);
}

/** Goes on without the node (skipped), or takes a person's word that its work is done (succeeded). */
export function endByHand(
  run: Run,
  seq: number,
  how: { state: "skipped" | "succeeded"; endedBy: PersonRef; reason: string },
  now: string,
): Run {
  const node = restingNode(run, seq);
  const ended: NodeRecord = { ...node, ...how, phase: null, finishedAt: now };
  return endIfLast(withNode(run, ended, { state: "running", wakeAt: now }, now), now);
}

/** Stops the order for good; a call that is under way is not called back. */
export function cancel(run: Run, endedBy: PersonRef, reason: string, now: string): Run {
  if (isEnded(run.order)) throw new AppError("WRONG_STATE", "This order has ended.");
  const nodes = run.nodes.map((node): NodeRecord => {
    if (node.state === "succeeded" || node.state === "skipped") return node;
    const state = node.state === "pending" ? "not_run" : "cancelled";
    return { ...node, state, phase: null, nextLookAt: null, finishedAt: now, endedBy, reason };
  });
  return { order: { ...run.order, state: "cancelled", wakeAt: null, updatedAt: now }, nodes };
}
