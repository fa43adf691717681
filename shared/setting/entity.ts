import { Entity } from "electrodb";
import { count, json, text, word } from "#shared/table/attribute.ts";
import { service } from "#shared/table/model.ts";
import type { SettingRecord } from "./record.ts";

const saved = {
  group: { type: word<SettingRecord["group"]>(), required: true },
  value: { type: json<SettingRecord["value"]>(), required: true },
  updatedAt: text,
  updatedBy: { type: json<NonNullable<SettingRecord["updatedBy"]>>() },
} as const;

export const SettingEntity = new Entity({
  model: { service, entity: "setting", version: "1" },
  attributes: { ...saved, version: count },
  indexes: {
    setting: { pk: { field: "pk", composite: ["group"] }, sk: { field: "sk", composite: [] } },
  },
});

export const SettingVersionEntity = new Entity({
  model: { service, entity: "settingVersion", version: "1" },
  attributes: {
    ...saved,
    number: { type: "number", required: true, padding: { length: 6, char: "0" } },
  },
  indexes: {
    settingVersion: {
      pk: { field: "pk", composite: ["group"] },
      sk: { field: "sk", composite: ["number"] },
    },
  },
});
