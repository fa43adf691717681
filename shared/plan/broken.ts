import { findAction } from "#shared/action/catalogue/index.ts";
import type { SettingGroup } from "#shared/setting/groups.ts";
import { missingSettings } from "#shared/setting/load.ts";
import type { PlanDocument } from "./schema.ts";
import { stepsOf } from "./steps.ts";

/** Why an action can't run now: it is gone from the code, or a group of settings that it requires holds nothing. */
export type BrokenAction = {
  action: string;
  reason: "gone" | "missing_setting";
  setting?: SettingGroup;
};
export type BrokenStep = BrokenAction & { stepId: string };

/** Those of these codes that can't run, once for every reason. */
export async function brokenActions(codes: readonly string[]): Promise<BrokenAction[]> {
  const distinct = [...new Set(codes)];
  const known = distinct.flatMap((code) => findAction(code) ?? []);
  const groups = [...new Set(known.flatMap(({ requiredSettings }) => requiredSettings))];
  const missing = new Set(groups.length === 0 ? [] : await missingSettings(groups));
  return distinct.flatMap((action): BrokenAction[] => {
    const definition = findAction(action);
    if (definition === undefined) return [{ action, reason: "gone" }];
    return definition.requiredSettings
      .filter((group) => missing.has(group))
      .map((setting) => ({ action, reason: "missing_setting", setting }));
  });
}

/** The steps that can't run as things are, and why. Nothing is ever left out for it silently. */
export async function brokenSteps(document: PlanDocument): Promise<BrokenStep[]> {
  const steps = stepsOf(document).map(({ step }) => step);
  const broken = Map.groupBy(
    await brokenActions(steps.map(({ action }) => action)),
    ({ action }) => action,
  );
  return steps.flatMap(({ id, action }) =>
    (broken.get(action) ?? []).map((reason) => ({ stepId: id, ...reason })),
  );
}
