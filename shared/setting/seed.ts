import { createHash } from "node:crypto";
import { auditWrite } from "#shared/audit/write.ts";
import { AppError } from "#shared/core/error.ts";
import { commit } from "#shared/table/commit.ts";
import { defaultsOf, type SettingGroup } from "./groups.ts";
import type { InitResult, InitRun } from "./init-record.ts";
import { forgetSetting } from "./load.ts";
import { findSettings, saveSettingRows } from "./store.ts";

function checksumOf(groups: readonly SettingGroup[]): string {
  const defaults = groups.map((group) => [group, defaultsOf(group)]);
  return createHash("sha256").update(JSON.stringify(defaults)).digest("hex").slice(0, 16);
}

/** False when somebody saved the group in the meantime: what people set stays. */
async function seedOne({ ctx, fence }: InitRun, group: SettingGroup): Promise<boolean> {
  const setting = { group, version: 1, value: defaultsOf(group), updatedAt: ctx.now };
  try {
    await commit(ctx, {
      audit: [auditWrite(ctx, "setting.seed", `setting:${group}`, { version: 1 })],
      writes: [...saveSettingRows({ ...setting, updatedBy: null }), fence()],
      ref: group,
    });
  } catch (error) {
    const isThere = (await findSettings([group])).has(group);
    if (isThere && error instanceof AppError && error.code === "CONFLICT") return false;
    throw error;
  }
  forgetSetting(group);
  return true;
}

/** Writes down the defaults of groups that nobody has saved yet. New fields of others get theirs when they are read. */
export async function seedSettings(
  run: InitRun,
  groups: readonly SettingGroup[],
): Promise<InitResult> {
  const saved = await findSettings(groups);
  let changed = 0;
  for (const group of groups.filter((one) => !saved.has(one))) {
    if (await seedOne(run, group)) changed += 1;
  }
  return { checksum: checksumOf(groups), changed };
}
