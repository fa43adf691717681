import type { Step } from "./plan.ts";

/** What an order waits for, what it may be told, and how it may be thrown off its way. */

export type OrderWait =
  | { for: "values" | "approval" | "hour"; until: number }
  | { for: "word"; until: number | null }
  /** People: to resume it, or to do something about a step that failed. */
  | { for: "rest" | "help" }
  | { for: "work" }
  | { for: "end" };

export type OrderSignal =
  | { is: "time" | "filled" | "approved" | "rejected" | "resume" | "poke" }
  | { is: "confirm"; by: string; version: string }
  | { is: "decline" }
  | { is: "retry"; key: "same" | "fresh" | undefined }
  | { is: "skip" | "complete" | "fail" }
  | { is: "back"; undoing: Step[] };

export type OrderEnd =
  | "succeeded"
  | "partially_succeeded"
  | "failed"
  | "cancelled"
  | "timed_out"
  | "rejected"
  | "expired"
  | "rolled_back"
  | "rollback_failed";

/** Whatever it was doing, it is to stop. */
export class Stop extends Error {
  readonly as: OrderEnd;
  readonly isAtOnce: boolean;
  constructor(as: OrderEnd, isAtOnce = false) {
    super(as);
    this.as = as;
    this.isAtOnce = isAtOnce;
  }
}

/** It has come to its end, in the middle of a step. */
export class Over extends Error {
  readonly as: OrderEnd;
  constructor(as: OrderEnd) {
    super(as);
    this.as = as;
  }
}

export type Way<Result> = Generator<OrderWait, Result, OrderSignal>;
