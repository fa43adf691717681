import type { Outcome } from "#shared/action/driver.ts";
import type { Strategy } from "#shared/plan/schema.ts";

/** What the model is told of an order that is about to run: as a person would write it down. */

export type Step = {
  strategy: Strategy;
  isIdempotent: boolean;
  canCancel: boolean;
  canFind: boolean;
  isReversible: boolean;
  timeoutSeconds: number;
  /** How many targets; null: it has none. */
  targets: number | null;
  /** It lacks a value until somebody gives it. */
  lacks: boolean;
};

/** A part of a disaster recovery. */
export type Part = { steps: Step[]; isForced: boolean; timeoutSeconds: number };

export type Plan = {
  items: (Step | Part)[];
  /** The automation task of a ticket: nobody adds values, nobody is needed to skip. */
  isTask: boolean;
  isComplete: boolean;
  approvals: number;
  /** 0: at once. */
  startsInSeconds: number;
  timeoutSeconds: number;
  /** Null: nobody watches what came of it. */
  watchSeconds: number | null;
};

/** What a step would work with at this moment. */
export type Sight = {
  version: string;
  isFaulty: boolean;
  lacks: boolean;
  targets: string[] | null;
};

/** A call or look that is made: the `nth` of this piece of work. */
export type Asked = { seq: number; index: number; key: number; nth: number; what: string };

export type World = {
  look: (seq: number) => Sight;
  /** What comes of it at once; null: that is told later. Looks are answered at once. */
  fate: (asked: Asked) => Outcome | null;
};

export const second = 1000;
/** How long people may take to decide. */
export const decisionSeconds = 3600;
export const requester = "alice";
