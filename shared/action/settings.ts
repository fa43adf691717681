import type { SettingGroup } from "#shared/setting/groups.ts";
import { loadSettings } from "#shared/setting/load.ts";
import { resolveSecrets } from "#shared/setting/resolve-secrets.ts";
import type { Call } from "./driver.ts";

/** What these groups hold, secrets as their values: for drivers and option sources, never for answers. */
export async function openSettings(groups: readonly SettingGroup[]): Promise<Call["settings"]> {
  return (await resolveSecrets(await loadSettings(groups))).value;
}
