import { fieldViews } from "#shared/core/fields.ts";
import type { ActionDefinition } from "./definition.ts";
import type { ActionFacts } from "./schema.ts";
import { traitsOf } from "./traits.ts";

const made = new WeakMap<ActionDefinition, ActionFacts>();

function make(action: ActionDefinition): ActionFacts {
  const { code, name, description, category, scenes, isVisible, displayOrder, risk } = action;
  const { inverse, requiredSettings, targets, hasDryRun } = action;
  const parameters = fieldViews(action.parameters);
  return {
    ...{ code, name, description, category, isVisible, displayOrder, risk, targets, hasDryRun },
    scenes: [...scenes],
    ...traitsOf(action, parameters),
    inverse: inverse?.code ?? null,
    parameters,
    outputs: fieldViews(action.output),
    requiredSettings: [...requiredSettings],
  };
}

/** What a definition says, as data. Made once per process. */
export function factsOf(action: ActionDefinition): ActionFacts {
  const facts = made.get(action) ?? make(action);
  made.set(action, facts);
  return facts;
}
