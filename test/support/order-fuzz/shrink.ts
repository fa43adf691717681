import { Strategy } from "#shared/plan/schema.ts";
import { Tally } from "#test/support/fuzz/tally.ts";
import type { Part, Plan, Step } from "#test/support/order-model/plan.ts";
import type { Case } from "./case.ts";
import { play } from "./play.ts";

/** Smaller histories that still go wrong: leaves out commands and steps, then makes what is left plainer. */

function fails(smaller: Case): boolean {
  return play(smaller, new Tally()) !== null;
}

function withoutCommands(from: Case): Case {
  let best = from;
  for (let size = from.commands.length; size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < best.commands.length;) {
      const smaller = { ...best, commands: best.commands.toSpliced(at, size) };
      if (fails(smaller)) best = smaller;
      else at += size;
    }
  }
  return best;
}

const plain = Strategy.parse({});

/** The step with one thing about it made plainer. */
function plainerSteps(step: Step): Step[] {
  const keys = Object.keys(plain) as (keyof Strategy)[];
  const flags = ["isIdempotent", "canCancel", "canFind", "isReversible", "lacks"] as const;
  return [
    ...keys.map((key) => ({ ...step, strategy: { ...step.strategy, [key]: plain[key] } })),
    ...flags.map((flag) => ({ ...step, [flag]: false })),
    { ...step, timeoutSeconds: 4000 },
    { ...step, targets: null },
    ...(step.targets === null ? [] : [1, 2, 3].map((targets) => ({ ...step, targets }))),
  ];
}

function smallerItems(items: Plan["items"]): Plan["items"][] {
  return items.flatMap((item, at) => [
    ...(items.length > 1 ? [items.toSpliced(at, 1)] : []),
    ...smallerItem(item).map((one) => items.toSpliced(at, 1, ...one)),
  ]);
}

function smallerItem(item: Step | Part): (Step | Part)[][] {
  if (!("steps" in item)) return plainerSteps(item).map((one) => [one]);
  const { steps } = item;
  const fewer = steps.length > 1 ? steps.map((_none, at) => steps.toSpliced(at, 1)) : [];
  const plainer = steps.flatMap((step, at) => plainerSteps(step).map((one) => steps.with(at, one)));
  return [
    steps,
    ...[...fewer, ...plainer].map((list) => [{ ...item, steps: list }]),
    [{ ...item, timeoutSeconds: 0 }],
    [{ ...item, isForced: false }],
  ];
}

function plainerPlans(plan: Plan): Plan[] {
  return [
    ...smallerItems(plan.items).map((items) => ({ ...plan, items })),
    { ...plan, isComplete: true },
    { ...plan, approvals: 0 },
    { ...plan, startsInSeconds: 0 },
    { ...plan, timeoutSeconds: 200_000 },
    { ...plan, watchSeconds: null },
  ];
}

function plainer(from: Case): Case {
  let best = from;
  for (;;) {
    const text = JSON.stringify(best);
    const cases = [
      ...plainerPlans(best.plan).map((plan) => ({ ...best, plan })),
      { ...best, silence: 0 },
      ...[0, 100].map((prompt) => ({ ...best, prompt })),
    ].filter((one) => JSON.stringify(one).length <= text.length && JSON.stringify(one) !== text);
    const found = cases.find((one) => weight(one) < weight(best) && fails(one));
    if (found === undefined) return best;
    best = found;
  }
}

/** What is plainer weighs less. */
function weight({ plan, silence, prompt, commands }: Case): number {
  const usual = JSON.stringify(plain);
  const steps = plan.items.flatMap((item) => ("steps" in item ? item.steps : [item]));
  const odd = steps.flatMap(({ strategy, targets, ...flags }) => [
    ...Object.entries(strategy).filter(
      ([key, value]) => !usual.includes(`"${key}":${JSON.stringify(value)}`),
    ),
    ...Object.entries(flags).filter(([, value]) => value !== false && value !== 4000),
    ...Array.from({ length: (targets ?? -1) + 1 }),
  ]);
  const { isComplete, approvals, startsInSeconds, timeoutSeconds, watchSeconds } = plan;
  const isOdd = [!isComplete, approvals > 0, startsInSeconds > 0, timeoutSeconds < 200_000];
  const parts = plan.items.filter((item) => "steps" in item);
  const oddParts = parts.flatMap((item) =>
    "steps" in item ? [item.isForced, item.timeoutSeconds > 0, true] : [],
  );
  const flags = [
    ...isOdd,
    watchSeconds !== null,
    silence > 0,
    prompt > 0 && prompt < 100,
    ...oddParts,
  ];
  return steps.length * 20 + odd.length + flags.filter(Boolean).length + commands.length;
}

/** The smallest history found that still breaks something. */
export function shrink(from: Case): Case {
  let best = from;
  for (let round = 0; round < 4; round += 1) {
    const smaller = plainer(withoutCommands(best));
    if (JSON.stringify(smaller) === JSON.stringify(best)) break;
    best = smaller;
  }
  return best;
}
