import { Strategy } from "#shared/plan/schema.ts";
import { Dice } from "#test/support/fuzz/dice.ts";
import type { Part, Plan, Step } from "#test/support/order-model/plan.ts";

/** One history to be played: everything that chance decides is decided here, so it can be shrunk and replayed. */
export type Case = {
  plan: Plan;
  /** Decides what comes of calls and looks. */
  luck: number;
  /** How many of a hundred calls are answered at once. */
  prompt: number;
  /** How many of a hundred calls and looks bring no answer. */
  silence: number;
  commands: Command[];
};

/** What is tried; `a`, `b`, `c` are throws that `aim.ts` turns into what makes sense at that moment. */
export type Command = { kind: Kind; seconds: number; a: number; b: number; c: number };

const kinds = {
  answer: 40,
  lose: 3,
  stale: 3,
  report: 5,
  next: 22,
  wait: 4,
  sleep: 4,
  confirm: 9,
  decline: 2,
  pause: 3,
  resume: 5,
  retry: 7,
  skip: 4,
  complete: 3,
  fail: 2,
  cancel: 1,
  force: 2,
  back: 2,
  fill: 3,
  approve: 4,
  reject: 1,
  drift: 3,
  drop: 0.3,
  disown: 0.3,
  alert: 1,
} as const;
export type Kind = keyof typeof kinds;
const bag = Object.entries(kinds).flatMap(([kind, count]) =>
  Array.from({ length: Math.round(count * 10) }, () => kind as Kind),
);

/** The instant at which every history begins. */
export const beginMs = Date.parse("2026-03-02T08:00:00.000Z");
const throws = 2 ** 30;

function commandFrom(dice: Dice): Command {
  const kind = bag[dice.below(bag.length)] ?? "next";
  const seconds = dice.chance(70) ? dice.below(40) : dice.below(4000);
  return { kind, seconds, a: dice.below(throws), b: dice.below(throws), c: dice.below(throws) };
}

const part = (dice: Dice) => dice.pick([0, 0, 1, 2, "25%", "50%", "100%"] as const);

function strategyFrom(dice: Dice, isInPart: boolean): Strategy {
  return Strategy.parse({
    preConfirm: dice.chance(18),
    confirmTimeoutSeconds: dice.pick([0, 0, 60, 600]),
    ifUnconfirmed: dice.pick(["pause", "abort", "proceed"]),
    isCritical: dice.chance(60),
    onFailure: dice.pick(["pause", "pause", "abort", "continue", "continue"]),
    attempts: dice.pick([1, 1, 1, 2, 3]),
    retrySeconds: dice.pick([1, 10, 300]),
    concurrency: 1 + dice.below(4),
    batchSize: dice.pick(["100%", "100%", 1, 2, 3, "34%"]),
    batchPauseSeconds: dice.pick([0, 0, 30, 400]),
    confirmBatches: dice.chance(20),
    maxErrors: part(dice),
    gracefulOnly: isInPart && dice.chance(30),
  });
}

function stepFrom(dice: Dice, isInPart = false): Step {
  return {
    strategy: strategyFrom(dice, isInPart),
    isIdempotent: dice.chance(45),
    canCancel: dice.chance(50),
    canFind: dice.chance(30),
    isReversible: dice.chance(50),
    timeoutSeconds: dice.pick([30, 120, 600, 4000]),
    targets: dice.chance(60) ? null : dice.below(dice.chance(80) ? 5 : 10),
    lacks: dice.chance(12),
  };
}

function partFrom(dice: Dice): Part {
  const steps = Array.from({ length: 1 + dice.below(3) }, () => stepFrom(dice, true));
  return { steps, isForced: dice.chance(25), timeoutSeconds: dice.pick([0, 0, 200, 2000]) };
}

function planFrom(dice: Dice): Plan {
  const isTask = dice.chance(8);
  const bare = { isComplete: true, approvals: 0, startsInSeconds: 0, watchSeconds: null };
  if (isTask) {
    const step = { ...stepFrom(dice), strategy: Strategy.parse({}) };
    return { items: [step], isTask, ...bare, timeoutSeconds: 9_000_000 };
  }
  const hasParts = dice.chance(30);
  const items = Array.from({ length: 1 + dice.below(hasParts ? 3 : 4) }, () =>
    hasParts ? partFrom(dice) : stepFrom(dice),
  );
  return {
    items,
    isTask,
    isComplete: dice.chance(85),
    approvals: dice.pick([0, 0, 0, 1, 2]),
    startsInSeconds: dice.pick([0, 0, 0, 0, 90, 7200]),
    timeoutSeconds: dice.pick([300, 3000, 20_000, 200_000]),
    watchSeconds: dice.pick([null, null, 300]),
  };
}

/** Mostly things are answered soon and well; some histories are slow, some are silent. */
export function caseOf(seed: number, index: number): Case {
  const dice = new Dice(seed, index);
  const plan = planFrom(dice);
  const length = 20 + dice.below(dice.chance(25) ? 120 : 50);
  return {
    plan,
    luck: dice.below(throws),
    prompt: dice.pick([0, 30, 60, 90]),
    silence: dice.pick([0, 5, 5, 10, 85]),
    commands: Array.from({ length }, () => commandFrom(dice)),
  };
}
