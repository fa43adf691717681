import type { Outcome } from "#shared/action/driver.ts";
import type { Step } from "./plan.ts";

/** What a piece of work waits for, and what it may be told. */

export type End = "succeeded" | "failed" | "timed_out" | "unknown" | "cancelled";

export type Wait =
  /** Its turn, not before `from`. */
  | { for: "turn"; from: number | null }
  /** The answer to a call that is under way. */
  | { for: "answer"; call: string; until: number }
  /** Somebody to make a call for it, not before `from`. */
  | { for: "line"; call: string; from: number | null }
  | { for: "look"; at: number }
  | { for: "report"; by: "callback" | "person"; until: number }
  /** Nothing any more; somebody may still look what came of it. */
  | { for: "nothing"; end: End; lookAt: number | null };

export type Signal =
  | { is: "go" | "stop" | "silence" }
  | { is: "heard"; outcome: Outcome }
  | { is: "retry"; isFresh: boolean }
  | { is: "declared failed" };

export type Site = { now: () => number; step: Step; tell: (event: string) => void };

export type Life<Result> = Generator<Wait, Result, Signal>;
/** What an answer answers. */
export type Via = "start" | "look" | "cancel" | "report" | { step: string };
