import { fromItem, toItem } from "#shared/table/attribute.ts";
import { put, type Write } from "#shared/table/commit.ts";
import { getMany } from "#shared/table/get-many.ts";
import { here } from "#shared/table/model.ts";
import { SettingEntity, SettingVersionEntity } from "./entity.ts";
import type { SettingGroup } from "./groups.ts";
import type { SettingRecord, SettingVersionRecord } from "./record.ts";

type Key = { Key: Record<string, unknown> };

export function versionOf(item: object): SettingVersionRecord {
  return fromItem<SettingVersionRecord>(item, ["updatedBy"]);
}

/** Those of these groups that somebody has saved, strongly consistent: one BatchGet. */
export async function findSettings(
  groups: readonly SettingGroup[],
): Promise<Map<SettingGroup, SettingRecord>> {
  if (groups.length === 0) return new Map();
  const keys = [...new Set(groups)].map((group) =>
    SettingEntity.get({ group }).params<Key>(here()),
  );
  const items = await getMany(keys);
  return new Map(
    items.flatMap((Item) => {
      const { data } = SettingEntity.parse({ Item });
      if (data === null) return [];
      const record = fromItem<SettingRecord>(data, ["updatedBy"]);
      return [[record.group, record] as const];
    }),
  );
}

/** The next version of a group, as the record and as a row of its history; refused when it has moved on. */
export function saveSettingRows(setting: SettingRecord): Write[] {
  const { version, ...saved } = setting;
  const item = toItem(setting);
  const params =
    version === 1
      ? SettingEntity.create(item).params(here())
      : SettingEntity.put(item)
          .where((attribute, { eq }) => eq(attribute.version, version - 1))
          .params(here());
  const row = toItem({ ...saved, number: version });
  return [put(params), put(SettingVersionEntity.create(row).params(here()))];
}

/** Holds while a group is in the version that was read; 0: nobody has saved it. */
export function mustBeUnchanged(group: SettingGroup, version: number): Write {
  const key = SettingEntity.get({ group }).params<Key>(here());
  const params =
    version === 0
      ? { ...key, ConditionExpression: "attribute_not_exists(pk)" }
      : {
          ...key,
          ConditionExpression: "#version = :version",
          ExpressionAttributeNames: { "#version": "version" },
          ExpressionAttributeValues: { ":version": version },
        };
  return { kind: "ConditionCheck", params, taken: "CONFLICT" };
}
