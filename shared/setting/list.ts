import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { SettingGroup } from "./groups.ts";
import type { SettingView } from "./schema.ts";
import { findSettings } from "./store.ts";
import { settingView } from "./view.ts";

/** All groups, in the order in which they are declared. */
export async function listSettings(ctx: Ctx): Promise<{ items: SettingView[] }> {
  assertCan(ctx, "setting:manage");
  const saved = await findSettings(SettingGroup.options);
  return { items: SettingGroup.options.map((group) => settingView(group, saved.get(group))) };
}

export async function getSetting(ctx: Ctx, group: SettingGroup): Promise<SettingView> {
  assertCan(ctx, "setting:manage");
  return settingView(group, (await findSettings([group])).get(group));
}
