import { entriesOf, isBranch, isSameLeaf } from "#shared/setting/changes.ts";

function isSame(one: unknown, other: unknown): boolean {
  if (!isBranch(one) || !isBranch(other)) return isSameLeaf(one, other);
  const [a, b] = [entriesOf(one), entriesOf(other)];
  const isAlike = Array.isArray(one) === Array.isArray(other) && a.size === b.size;
  const isOrdered = !Array.isArray(one) || [...a.keys()].join("\n") === [...b.keys()].join("\n");
  return isAlike && isOrdered && [...a].every(([key, value]) => isSame(value, b.get(key)));
}

/** In the order of mine, what only they have at the end. */
function mergedParts(base: object, mine: object, theirs: object): unknown {
  const [was, ours, others] = [entriesOf(base), entriesOf(mine), entriesOf(theirs)];
  const keys = [...new Set([...ours.keys(), ...others.keys()])];
  const entries = keys
    .map((key) => [key, merged(was.get(key), ours.get(key), others.get(key))] as const)
    .filter(([, value]) => value !== undefined);
  return Array.isArray(mine) ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}

/**
 * What comes of two changes of the same thing: theirs where only they changed it, mine everywhere else. Entries of
 * lists are followed by their names; undefined stands for one that is not there.
 */
export function merged(base: unknown, mine: unknown, theirs: unknown): unknown {
  if (isSame(mine, base)) return theirs;
  if (isSame(theirs, base) || isSame(mine, theirs)) return mine;
  const isSplit = isBranch(mine) && isBranch(theirs);
  if (!isSplit || Array.isArray(mine) !== Array.isArray(theirs)) return mine;
  const known = isBranch(base) && Array.isArray(base) === Array.isArray(mine) ? base : undefined;
  return mergedParts(known ?? (Array.isArray(mine) ? [] : {}), mine, theirs);
}
