import type { ActionDefinition } from "#shared/action/definition.ts";
import type { PlanDocument, Step } from "./schema.ts";

/**
 * The values that a plan gives a step: its own, and over them those that all steps share, where its action has such
 * a parameter. Bindings stand in them as they are.
 */
export function contextOf(
  { shared }: Pick<PlanDocument, "shared">,
  { executeContext }: Step,
  action: ActionDefinition,
): Record<string, unknown> {
  const common = Object.entries(shared).filter(([key]) =>
    Object.hasOwn(action.parameters.shape, key),
  );
  return { ...executeContext, ...Object.fromEntries(common) };
}
