import { isDeepStrictEqual } from "node:util";
import type { LockedField } from "./lock.ts";

/** Why values that were taken are not taken any more; `path` is that of the field. */
export type Narrowing = { path: string; what: string; cure: string };

const newCode =
  "Take what was taken before, or begin an action with a new code and leave this one.";

function narrowing(path: string, what: string, cure = newCode): Narrowing {
  return { path, what, cure };
}

function bounds(path: string, before: LockedField, after: LockedField): Narrowing[] {
  const rose = (after.minimum ?? -Infinity) > (before.minimum ?? -Infinity);
  const fell = (after.maximum ?? Infinity) < (before.maximum ?? Infinity);
  const from = (bound: number | undefined) => (bound === undefined ? "none" : String(bound));
  return [
    ...(rose
      ? [narrowing(path, `its minimum rose from ${from(before.minimum)} to ${after.minimum}`)]
      : []),
    ...(fell
      ? [narrowing(path, `its maximum fell from ${from(before.maximum)} to ${after.maximum}`)]
      : []),
  ];
}

function checks(path: string, before: LockedField, after: LockedField): Narrowing[] {
  const isOther = after.pattern !== undefined && after.pattern !== before.pattern;
  const removed = (before.choices ?? []).filter((choice) => !after.choices?.includes(choice));
  const more = Object.entries(after.otherChecks ?? {}).filter(
    ([key, check]) => !isDeepStrictEqual(before.otherChecks?.[key], check),
  );
  return [
    ...(isOther ? [narrowing(path, `its pattern is ${after.pattern} now`)] : []),
    ...removed.map((choice) => narrowing(path, `the choice “${choice}” is gone`)),
    ...more.map(([key]) => narrowing(path, `its check “${key}” is another one or new`)),
  ];
}

function rules(path: string, before: LockedField, after: LockedField): Narrowing[] {
  const whole = after.isInteger === true && before.isInteger === false;
  const fixed = after.isFixed && !before.isFixed;
  const [was, is] = [before.emptyMeans ?? "error", after.emptyMeans ?? "error"];
  const optional = "Leave it optional: a default serves plans that say nothing.";
  return [
    ...(after.isRequired && !before.isRequired
      ? [narrowing(path, "it is required now", optional)]
      : []),
    ...(whole ? [narrowing(path, "it takes whole numbers only now")] : []),
    ...(fixed ? [narrowing(path, "nobody may override it when a plan is run any more")] : []),
    ...(was === is ? [] : [narrowing(path, `an empty list meant “${was}” and means “${is}” now`)]),
  ];
}

function within(path: string, before: LockedField, after: LockedField): Narrowing[] {
  const inner =
    before.item !== undefined && after.item !== undefined
      ? narrowingsOf(`${path}[]`, before.item, after.item)
      : [];
  return [...fieldNarrowings(path, before.fields ?? [], after.fields ?? []), ...inner];
}

/** What `after` refuses of what `before` took. */
export function narrowingsOf(path: string, before: LockedField, after: LockedField): Narrowing[] {
  if (before.kind !== after.kind) {
    return [narrowing(path, `its type was ${before.kind} and is ${after.kind} now`)];
  }
  return [
    ...rules(path, before, after),
    ...bounds(path, before, after),
    ...checks(path, before, after),
    ...within(path, before, after),
  ];
}

/** The same for fields beside each other. `base` is the path of what holds them. */
export function fieldNarrowings(
  base: string,
  before: readonly LockedField[],
  after: readonly LockedField[],
): Narrowing[] {
  const at = (key: string) => (base === "" ? key : `${base}.${key}`);
  const known = new Map(before.map((field) => [field.key, field]));
  const still = new Map(after.map((field) => [field.key, field]));
  const kept = before.flatMap((field) => {
    const now = still.get(field.key);
    const back = "Put it back: plans name it. Its help may say that nothing reads it any more.";
    return now === undefined
      ? [narrowing(at(field.key), "it is gone", back)]
      : narrowingsOf(at(field.key), field, now);
  });
  const asked = after.filter(({ key, isRequired }) => isRequired && !known.has(key));
  const give = "Make it optional or give it a default: plans that exist do not name it.";
  return [...kept, ...asked.map(({ key }) => narrowing(at(key), "it is new and required", give))];
}
