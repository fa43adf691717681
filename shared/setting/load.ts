import { tableName } from "#shared/table/client.ts";
import type { SettingGroup, SettingValues } from "./groups.ts";
import { findSettings } from "./store.ts";
import { isSet, readStored } from "./stored.ts";

// Every call of an action asks: a process may lag these seconds behind a change made by another one.
const keptMs = 5_000;
type Kept = { value: SettingValues[SettingGroup] | undefined; untilMs: number };
const cache = new Map<string, Kept>();

function cacheKey(group: SettingGroup): string {
  return `${tableName()} ${group}`;
}

/** After a change in this process the next look sees it. */
export function forgetSetting(group: SettingGroup): void {
  cache.delete(cacheKey(group));
}

type Found = Map<SettingGroup, Kept["value"]>;

async function readFresh(groups: readonly SettingGroup[]): Promise<Found> {
  const saved = await findSettings(groups);
  const untilMs = Date.now() + keptMs;
  const values = groups.map((group) => {
    const value = readStored(group, saved.get(group)?.value);
    cache.set(cacheKey(group), { value, untilMs });
    return [group, value] as const;
  });
  return new Map(values);
}

async function find(groups: readonly SettingGroup[]): Promise<Found> {
  const found: Found = new Map();
  const old: SettingGroup[] = [];
  for (const group of new Set(groups)) {
    const kept = cache.get(cacheKey(group));
    if (kept !== undefined && kept.untilMs > Date.now()) found.set(group, kept.value);
    else old.push(group);
  }
  return old.length === 0 ? found : new Map([...found, ...(await readFresh(old))]);
}

/**
 * What holds in these groups, defaults included; secrets are references in it (`resolveSecrets`). Read strongly
 * and kept 5 seconds: one BatchGet, or nothing. Throws when a stored value fits no schema of this release.
 */
export async function loadSettings<Group extends SettingGroup>(
  groups: readonly Group[],
): Promise<{ [Key in Group]: SettingValues[Key] }> {
  const found = await find(groups);
  const values = groups.map((group) => {
    const value = found.get(group);
    if (value === undefined) throw new Error(`The settings ${group} have to be saved anew.`);
    // A copy: what a caller does to it must not be seen by the next one.
    return [group, structuredClone(value)] as const;
  });
  return Object.fromEntries(values) as { [Key in Group]: SettingValues[Key] };
}

/** Reads in one go what is about to be asked for. */
export async function prepareSettings(groups: readonly SettingGroup[]): Promise<void> {
  await find(groups);
}

/** Those of these groups that do not hold what actions need: never set, emptied, or of no use any more. */
export async function missingSettings(groups: readonly SettingGroup[]): Promise<SettingGroup[]> {
  const found = await find(groups);
  return groups.filter((group) => !isSet(group, found.get(group) as never));
}
