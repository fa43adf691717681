import { pointsToSecret } from "#shared/core/secret-ref.ts";
import { nameOf } from "./identity.ts";
import type { SettingChange } from "./schema.ts";

type Path = readonly string[];

/** Whether a value has parts that are followed one by one; a reference to a secret is one piece. */
export function isBranch(value: unknown): value is object {
  return typeof value === "object" && value !== null && !pointsToSecret(value);
}

// The table keeps no order of keys, hence not simply by their text.
/** Whether two values without parts are the same. */
export function isSameLeaf(before: unknown, after: unknown): boolean {
  if (pointsToSecret(before) && pointsToSecret(after)) {
    return before.secret === after.secret && before.version === after.version;
  }
  return JSON.stringify(before) === JSON.stringify(after);
}

function nameIn(entry: unknown): string | undefined {
  return typeof entry === "string" ? entry : nameOf(entry)?.name;
}

/** Entries of a list by their names, or by what they are; those without one, and doubles, by their places. */
export function entriesOf(value: object): Map<string, unknown> {
  if (!Array.isArray(value)) return new Map(Object.entries(value));
  const entries = new Map<string, unknown>();
  value.forEach((entry: unknown, index) => {
    const name = nameIn(entry) ?? "";
    const key = name === "" || entries.has(name) ? String(index + 1) : name;
    entries.set(entries.has(key) ? `${key} (${index + 1})` : key, entry);
  });
  return entries;
}

/** Entries that stayed, in another order than before. */
function moves(path: Path, old: Map<string, unknown>, now: Map<string, unknown>): SettingChange[] {
  const before = [...old.keys()].filter((key) => now.has(key));
  const after = [...now.keys()].filter((key) => old.has(key));
  if (before.join("\n") === after.join("\n")) return [];
  return [{ path: [...path], kind: "moved", before, after }];
}

function changesAt(path: Path, before: unknown, after: unknown): SettingChange[] {
  if (before === undefined) return [{ path: [...path], kind: "added", after }];
  if (after === undefined) return [{ path: [...path], kind: "removed", before }];
  if (isBranch(before) && isBranch(after)) return changesBetween(before, after, path);
  return isSameLeaf(before, after) ? [] : [{ path: [...path], kind: "changed", before, after }];
}

/**
 * What differs between two values of a group. Entries of lists are followed by their names, so that one taken
 * out at the top does not make all others look changed.
 */
export function changesBetween(before: object, after: object, path: Path = []): SettingChange[] {
  const [old, now] = [entriesOf(before), entriesOf(after)];
  const keys = [...new Set([...old.keys(), ...now.keys()])];
  const changes = keys.flatMap((key) => changesAt([...path, key], old.get(key), now.get(key)));
  return Array.isArray(after) ? [...changes, ...moves(path, old, now)] : changes;
}
