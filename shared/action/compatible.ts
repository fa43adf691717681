import { isDeepStrictEqual } from "node:util";
import { fieldNarrowings } from "./compatible-field.ts";
import type { LockedAction, LockedField } from "./lock.ts";

/** A promise of the catalogue that the code breaks, and what to do instead. */
export type Breach = { code: string; what: string; cure: string };

const putBack = "Put it back; `isVisible: false` stops offering an action and lets its plans run.";
const newCode =
  "Take what was taken before, or begin an action with a new code and leave this one.";

function outputBreaches(before: LockedField[], after: LockedField[]): Omit<Breach, "code">[] {
  return before.flatMap(({ key, kind }) => {
    const now = after.find((field) => field.key === key);
    const cure = "Put it back: later steps bind their parameters to it.";
    if (now === undefined) return [{ what: `output ${key}: it is gone`, cure }];
    const what = `output ${key}: its type was ${kind} and is ${now.kind} now`;
    return now.kind === kind ? [] : [{ what, cure }];
  });
}

function targetBreaches(before: LockedAction, after: LockedAction): Omit<Breach, "code">[] {
  const [was, is] = [before.targets, after.targets];
  if (was === null && is === null) return [];
  if (was?.parameter !== is?.parameter) {
    const name = (targets: LockedAction["targets"]) => targets?.parameter ?? "nothing";
    return [{ what: `its targets were ${name(was)} and are ${name(is)} now`, cure: newCode }];
  }
  const fewer = (is?.most ?? 0) < (was?.most ?? 0);
  const what = `it takes ${is?.most} targets at most now, and took ${was?.most}`;
  return fewer ? [{ what, cure: newCode }] : [];
}

function actionBreaches(before: LockedAction, after: LockedAction): Omit<Breach, "code">[] {
  const scenes = before.scenes.filter((scene) => !after.scenes.includes(scene));
  return [
    ...scenes.map((scene) => ({
      what: `the scene ${scene} is gone`,
      cure: "Put it back: plans of this scene use the action.",
    })),
    ...fieldNarrowings("", before.parameters, after.parameters).map(({ path, what, cure }) => ({
      what: `parameter ${path}: ${what}`,
      cure,
    })),
    ...outputBreaches(before.outputs, after.outputs),
    ...targetBreaches(before, after),
  ];
}

/** Everything that plans written for `before` would stumble over in `after`. */
export function breachesOf(
  before: readonly LockedAction[],
  after: readonly LockedAction[],
): Breach[] {
  const now = new Map(after.map((action) => [action.code, action]));
  return before.flatMap((action): Breach[] => {
    const { code } = action;
    const still = now.get(code);
    if (still === undefined) return [{ code, what: "the action is gone", cure: putBack }];
    return actionBreaches(action, still).map((breach) => ({ code, ...breach }));
  });
}

/** Codes that are new or differ at all: what the lock file does not hold yet. */
export function unlockedCodes(
  before: readonly LockedAction[],
  after: readonly LockedAction[],
): string[] {
  const known = new Map(before.map((action) => [action.code, action]));
  return after
    .filter((action) => !isDeepStrictEqual(known.get(action.code), action))
    .map(({ code }) => code);
}

/** A breach as one line for people. */
export function sentenceOf({ code, what, cure }: Breach): string {
  return `${code}: ${what}. ${cure}`;
}
