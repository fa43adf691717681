import type { Effects } from "#test/support/peers/web/effects.ts";
import { effectOf } from "./kill-plans.ts";
import type { Walked } from "./kill-walk.ts";

/** What became of the runs: what their records say, held against what the service counted. */

export type Verdict = {
  /** Effects that took place twice, or after their run was stopped. */
  doubled: string[];
  /** Runs without an end, and steps that are called done without their effect. */
  lost: string[];
  /** Effects whose answer nobody heard, and of which no person was told. */
  unreported: string[];
  /** What was shown otherwise than it was. */
  untrue: string[];
};

function stepsOf({ run, kinds, view }: Walked, service: Effects) {
  return kinds.map((kind, at) => {
    const name = effectOf(run, kind);
    const effects = service.effects.filter((effect) => effect.name === name);
    return { kind, name, effects, node: view.nodes[at] };
  });
}

function verdictOf(walked: Walked, service: Effects): Verdict {
  const { isToBeStopped, view, unknown, failed } = walked;
  const steps = stepsOf(walked, service);
  const wanted = isToBeStopped ? "cancelled" : "succeeded";
  const doubled = steps.filter(({ effects, kind }) => {
    return effects.length > (isToBeStopped && kind === "last" ? 0 : 1);
  });
  const lost = steps.filter(
    ({ effects, node }) => node?.state === "succeeded" && effects.length === 0,
  );
  const unreported = steps.filter(({ kind, effects }) => {
    const isUnheard = effects.some(({ isAnswered }) => !isAnswered);
    return !kind.startsWith("keyed") && isUnheard && !unknown.has(kind);
  });
  const goesOn = steps.filter(
    ({ kind, effects, node }) =>
      kind === "stoppable" &&
      node?.state !== "unknown" &&
      effects.some(({ isStopped }) => !isStopped),
  );
  const names = (found: typeof steps) =>
    found.map(({ name, node, effects }) => `${name} ${node?.state} ${effects.length} times`);
  return {
    doubled: names(doubled),
    lost: [...(view.state === wanted ? [] : [`${view.id} ${view.state}`]), ...names(lost)],
    unreported: names(unreported),
    untrue: [...failed, ...names(goesOn)],
  };
}

export function verdictsOf(walked: Walked[], service: Effects): Verdict {
  const verdicts = walked.map((one) => verdictOf(one, service));
  const all = (part: keyof Verdict) => verdicts.flatMap((verdict) => verdict[part]);
  return {
    doubled: all("doubled"),
    lost: all("lost"),
    unreported: all("unreported"),
    untrue: all("untrue"),
  };
}
