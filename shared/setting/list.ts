import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { groupOf } from "./group-of.ts";
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

/** One group. Throws NOT_FOUND. */
export async function getSetting(ctx: Ctx, name: string): Promise<SettingView> {
  assertCan(ctx, "setting:manage");
  const group = groupOf(name);
  return settingView(group, (await findSettings([group])).get(group));
}
