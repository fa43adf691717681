import type * as z from "zod";
import { auditWrite } from "#shared/audit/write.ts";
import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { commit } from "#shared/table/commit.ts";
import { byOf } from "./by.ts";
import { changesBetween } from "./changes.ts";
import { checkSecretRefs } from "./check-refs.ts";
import { checkSetting } from "./check.ts";
import { groupOf } from "./group-of.ts";
import { defaultsOf } from "./groups.ts";
import { forgetSetting } from "./load.ts";
import type { SettingRecord } from "./record.ts";
import type { SettingChange, UpdateSettingInput } from "./schema.ts";
import { findSettings, saveSettingRows } from "./store.ts";
import { readStored } from "./stored.ts";

type Input = { group: string } & z.output<typeof UpdateSettingInput>;

/** What an audit row holds of a save at most. */
const mostChanges = 100;
const longestText = 200;

function short(value: unknown): unknown {
  const text = JSON.stringify(value);
  return text === undefined || text.length <= longestText
    ? value
    : `${text.slice(0, longestText)}…`;
}

/** What an audit row tells of a save. */
export function auditedChanges(changes: readonly SettingChange[]): object[] {
  return changes.slice(0, mostChanges).map(({ path, kind, before, after }) => ({
    ...{ path: path.join("."), kind },
    ...(before === undefined ? {} : { before: short(before) }),
    ...(after === undefined ? {} : { after: short(after) }),
  }));
}

/**
 * Saves a whole group. Saving what is saved already changes nothing. Throws CONFLICT when it is not in the version
 * that was read, NOT_FOUND, INVALID_INPUT with paths below `value`.
 */
export async function updateSetting(ctx: Ctx, input: Input): Promise<string> {
  assertCan(ctx, "setting:manage");
  const { version } = input;
  const group = groupOf(input.group);
  const value = checkSetting(group, input.value);
  const record = (await findSettings([group])).get(group);
  if ((record?.version ?? 0) !== version) {
    throw new AppError("CONFLICT", "Somebody has saved these settings in the meantime.");
  }
  const secrets = await checkSecretRefs(value, "value");
  const before = readStored(group, record?.value) ?? record?.value ?? defaultsOf(group);
  const changes = changesBetween(before, value);
  if (record !== undefined && changes.length === 0) return group;
  const next = { group, version: version + 1, value, updatedAt: ctx.now, updatedBy: byOf(ctx) };
  await commit(ctx, {
    audit: [auditOf(ctx, next, changes)],
    writes: [...saveSettingRows(next), ...secrets],
    ref: group,
  });
  forgetSetting(group);
  return group;
}

function auditOf(ctx: Ctx, { group, version }: SettingRecord, changes: SettingChange[]) {
  const told = { version, changes: auditedChanges(changes) };
  return auditWrite(ctx, "setting.update", `setting:${group}`, told);
}
