import type { SettingGroup } from "#shared/setting/groups.ts";
import { missingSettings } from "#shared/setting/load.ts";
import { catalogue } from "./catalogue/index.ts";
import type { ActionDefinition } from "./definition.ts";
import { factsOf } from "./facts.ts";
import type { ActionRecord } from "./record.ts";
import type { ActionFacts, ActionState, ActionView } from "./schema.ts";

function stateOf({ isVisible }: ActionFacts, missing: readonly string[]): ActionState {
  if (missing.length > 0) return "hidden";
  return isVisible ? "active" : "deprecated";
}

/** An action of this build, given the groups of settings that hold nothing. */
export function viewOf(action: ActionDefinition, missing: ReadonlySet<SettingGroup>): ActionView {
  const facts = factsOf(action);
  const missingSettings = action.requiredSettings.filter((group) => missing.has(group));
  return { ...facts, missingSettings, state: stateOf(facts, missingSettings) };
}

/** An action that only older builds had. */
export function removedView({ facts }: ActionRecord): ActionView {
  return { ...(JSON.parse(facts) as ActionFacts), missingSettings: [], state: "removed" };
}

/** The groups of settings that an action of these requires and that hold nothing. */
export async function missingOf(
  actions: readonly ActionDefinition[] = catalogue,
): Promise<ReadonlySet<SettingGroup>> {
  const groups = [...new Set(actions.flatMap(({ requiredSettings }) => requiredSettings))];
  return new Set(groups.length === 0 ? [] : await missingSettings(groups));
}
