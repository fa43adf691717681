import type * as z from "zod";
import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { fieldViews } from "#shared/core/fields.ts";
import type { Page, PageQuery } from "#shared/core/page.ts";
import { decodeCursor, encodeCursor } from "#shared/table/cursor.ts";
import { here } from "#shared/table/model.ts";
import { changesBetween } from "./changes.ts";
import { SettingVersionEntity } from "./entity.ts";
import { groupOf } from "./group-of.ts";
import { defaultsOf, settingGroups } from "./groups.ts";
import { changeWords } from "./place-words.ts";
import type { SettingVersionRecord } from "./record.ts";
import type { SettingVersion } from "./schema.ts";
import { versionOf } from "./store.ts";

type Query = z.output<typeof PageQuery>;

function versionView(
  { group, number, updatedAt, updatedBy, value }: SettingVersionRecord,
  before: object,
): SettingVersion {
  const fields = fieldViews(settingGroups[group].schema);
  const changes = changesBetween(before, value).map((change) => ({
    ...change,
    where: changeWords(fields, change),
  }));
  return { version: number, at: updatedAt, by: updatedBy, value, changes };
}

/** What a group was in its versions, newest first, each with what it changed. One Query a page. Throws NOT_FOUND. */
export async function listSettingVersions(
  ctx: Ctx,
  name: string,
  { cursor, limit }: Query,
): Promise<Page<SettingVersion>> {
  assertCan(ctx, "setting:manage");
  const scope = `setting-versions:${name}`;
  const below = decodeCursor<number>(scope, cursor) ?? Number.MAX_SAFE_INTEGER;
  const group = groupOf(name);
  const { data } = await SettingVersionEntity.query
    .settingVersion({ group })
    .lt({ number: Math.min(below, 999_999) })
    // One more than is shown: the last one needs the one before it for its changes.
    .go({ ...here(), consistent: true, order: "desc", count: limit + 1 });
  const versions = data.map(versionOf);
  const items = versions
    .slice(0, limit)
    .map((one, index) => versionView(one, versions[index + 1]?.value ?? defaultsOf(group)));
  const last = versions.length > limit ? items.at(-1) : undefined;
  return { items, nextCursor: last === undefined ? null : encodeCursor(scope, last.version) };
}
