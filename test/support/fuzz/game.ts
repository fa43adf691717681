import type { Tally } from "./tally.ts";

/** What went wrong in a history, after which of its commands. */
export type Violation = { step: number; command: string; problem: string };

/** Something that is played again and again at random: an engine beside its model. */
export type Game<Case> = {
  tally: () => Tally;
  /** All that chance decides; the same for the same numbers. */
  caseOf: (seed: number, index: number) => Case;
  /** `story`, if given, takes down what happened. */
  play: (played: Case, tally?: Tally, story?: string[]) => Violation | null;
  /** The smallest history found that still breaks something. */
  shrink: (from: Case) => Case;
};
