import type { DynamoDBRecord } from "aws-lambda";
import { catalogue } from "#shared/action/catalogue/index.ts";
import { tellBrokenPlans } from "#shared/plan/tell-broken.ts";
import { SettingEntity } from "#shared/setting/entity.ts";
import { forgetSetting } from "#shared/setting/load.ts";
import { isSet, readStored } from "#shared/setting/stored.ts";
import { imageBefore, imageOf } from "./image.ts";

function settingOf(Item: object | undefined) {
  return Item === undefined ? null : SettingEntity.parse({ Item }).data;
}

/** A group of settings was emptied: plans whose actions need it can't be run any more. */
async function settingLost(record: DynamoDBRecord): Promise<void> {
  const setting = settingOf(imageOf(record, "setting"));
  const before = settingOf(imageBefore(record, "setting"));
  if (setting === null || before === null) return;
  const { group, version, updatedAt: at } = setting;
  const held = isSet(group, readStored(group, before.value));
  if (!held || isSet(group, readStored(group, setting.value))) return;
  // What this process still remembers is what was lost.
  forgetSetting(group);
  const actions = catalogue.filter(({ requiredSettings }) => requiredSettings.includes(group));
  await tellBrokenPlans({
    key: `${group} ${version}`,
    at,
    actions: actions.map(({ code }) => code),
  });
}

/** A deployment has no longer the action. */
async function actionLost(record: DynamoDBRecord): Promise<void> {
  const action = imageOf(record, "action");
  const before = imageBefore(record, "action");
  if (action?.["state"] !== "removed" || before?.["state"] === "removed") return;
  const [code, at, version] = ["code", "changedAt", "catalogueVersion"].map((name) =>
    String(action[name]),
  ) as [string, string, string];
  await tellBrokenPlans({ key: `${code} ${version}`, at, actions: [code] });
}

/** What takes the footing of plans away is told to those who look after them. */
export async function brokenPlansOf(record: DynamoDBRecord): Promise<void> {
  await Promise.all([settingLost(record), actionLost(record)]);
}
