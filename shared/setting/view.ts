import { fieldViews } from "#shared/core/fields.ts";
import { defaultsOf, settingGroups, type SettingGroup } from "./groups.ts";
import type { SettingRecord } from "./record.ts";
import type { SettingView } from "./schema.ts";
import { isSet, readStored } from "./stored.ts";

/** What an administrator sees of a group; `record` is absent while nobody has saved it. */
export function settingView(group: SettingGroup, record: SettingRecord | undefined): SettingView {
  const { name, help, schema } = settingGroups[group];
  const value = readStored(group, record?.value);
  return {
    group,
    name,
    help,
    fields: fieldViews(schema),
    // What does not fit any more is shown as it is stored, so that somebody can put it right.
    value: value ?? record?.value ?? defaultsOf(group),
    version: record?.version ?? 0,
    updatedAt: record?.updatedAt ?? null,
    updatedBy: record?.updatedBy ?? null,
    isSet: isSet(group, value),
  };
}
