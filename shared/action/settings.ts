import {
  defaultsOf,
  settingGroups,
  type SettingGroup,
  type SettingValues,
} from "#shared/setting/groups.ts";
import type { Call } from "./driver.ts";

/** Those of these groups that hold nothing actions could work with. Nobody can save one yet. */
export async function missingSettings(groups: readonly SettingGroup[]): Promise<SettingGroup[]> {
  const isSet = (group: SettingGroup) => settingGroups[group].isSet(defaultsOf(group) as never);
  return groups.filter((group) => !isSet(group));
}

/** What these groups hold; secrets are references. */
export async function loadSettings<Group extends SettingGroup>(
  groups: readonly Group[],
): Promise<{ [Key in Group]: SettingValues[Key] }> {
  const values = groups.map((group) => [group, defaultsOf(group)] as const);
  return Object.fromEntries(values) as { [Key in Group]: SettingValues[Key] };
}

/** The same with secrets as their values: for drivers and option sources, never for answers. */
export async function openSettings(groups: readonly SettingGroup[]): Promise<Call["settings"]> {
  return loadSettings(groups);
}
