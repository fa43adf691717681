import type { Outcome } from "#shared/action/driver.ts";
import { Dice } from "#test/support/fuzz/dice.ts";
import type { Asked } from "#test/support/order-model/plan.ts";
import type { Case } from "./case.ts";

/** What the other side does: the same for whoever asks the same. */

type Kind = Outcome["kind"];
type Weights = Partial<Record<Kind, number>>;

const weights: Record<"start" | "find" | "cancel" | "step" | "look" | "report", Weights> = {
  start: {
    succeeded: 32,
    failed: 12,
    started: 30,
    wants: 3,
    awaits_callback: 9,
    awaits_person: 6,
    throttled: 7,
    cancelled: 1,
  },
  find: { started: 35, succeeded: 25, failed: 25, throttled: 15 },
  cancel: { cancelled: 55, started: 22, succeeded: 5, failed: 10, throttled: 8 },
  step: { started: 65, wants: 10, succeeded: 6, failed: 8, throttled: 8, awaits_callback: 3 },
  look: {
    started: 46,
    wants: 17,
    succeeded: 20,
    failed: 6,
    throttled: 6,
    cancelled: 2,
    awaits_callback: 2,
    awaits_person: 1,
  },
  report: { succeeded: 60, failed: 40 },
};

const bags = Object.fromEntries(
  Object.entries(weights).map(([what, kinds]) => [
    what,
    Object.entries(kinds).flatMap(([kind, count]) =>
      Array.from({ length: count }, () => kind as Kind),
    ),
  ]),
);

/** Chance picks what comes of a call, a look or a report. */
export function outcomeFrom(dice: Dice, what: string, silence: number): Outcome {
  if (what !== "report" && dice.chance(silence)) return { kind: "no_answer", message: "silence" };
  const bag = bags[what] ?? bags["step"] ?? [];
  return outcomeOf(bag[dice.below(bag.length)] ?? "succeeded", dice);
}

function outcomeOf(kind: Kind, dice: Dice): Outcome {
  switch (kind) {
    case "failed":
      return { kind, code: "NO", message: "It says no." };
    case "started": {
      const soon = dice.chance(70) ? {} : { lookAfterSeconds: dice.pick([1, 7, 90, 9000]) };
      return { kind, operation: { id: "it" }, ...soon };
    }
    case "wants":
      return { kind, step: dice.pick(["one", "two", "three"]), operation: { id: "it" } };
    case "awaits_person":
      return { kind, people: [{ id: "erin", name: "erin" }] };
    case "throttled":
      return { kind, afterSeconds: dice.pick([0, 5, 45.5, 9999]), message: "later" };
    case "no_answer":
      return { kind, message: "silence" };
    default:
      return { kind };
  }
}

/** What comes of the nth call or look of a piece of work at once; null: its answer comes later. */
export function fateIn({ luck, prompt, silence }: Pick<Case, "luck" | "prompt" | "silence">) {
  return ({ seq, index, nth, what }: Asked): Outcome | null => {
    const dice = new Dice(luck, seq * 1000 + index, nth);
    if (what !== "look" && !dice.chance(prompt)) return null;
    return outcomeFrom(dice, what, silence);
  };
}
