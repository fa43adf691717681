import type { ActionDefinition } from "#shared/action/definition.ts";
import type { Issue } from "#shared/core/error.ts";
import { issuesOf } from "#shared/core/issue.ts";
import { findAction } from "./catalogue/index.ts";

/** Faults of an action's parameters as a whole, missing ones included; paths relative to them. */
export function checkParameters(code: string, parameters: Record<string, unknown>): Issue[] {
  const action = findAction(code);
  if (action === undefined)
    return [{ path: "", code: "unknown_action", message: `No action ${code}.` }];
  const parsed = action.parameters.safeParse(parameters);
  return parsed.success ? [] : issuesOf(parsed.error, parameters);
}

/** Faults of the values that are given; what is missing may be given later. `isLater`: no value yet (a binding). */
export function checkGiven(
  { code, parameters }: ActionDefinition,
  given: Record<string, unknown>,
  isLater: (value: unknown) => boolean = () => false,
): Issue[] {
  return Object.entries(given).flatMap(([key, value]): Issue[] => {
    // Names that every object has are no parameters.
    const schema = Object.hasOwn(parameters.shape, key) ? parameters.shape[key] : undefined;
    if (schema === undefined) {
      return [{ path: key, code: "unknown_field", message: `${code} has no parameter ${key}.` }];
    }
    if (isLater(value)) return [];
    const parsed = (schema as typeof parameters).safeParse(value);
    if (parsed.success) return [];
    return issuesOf(parsed.error, value).map((issue) => ({
      ...issue,
      path: issue.path === "" ? key : `${key}.${issue.path}`,
    }));
  });
}

/** Required parameters that have no value. */
export function missingParameters(
  { parameters }: ActionDefinition,
  given: Record<string, unknown>,
): string[] {
  return Object.entries(parameters.shape)
    .filter(([key, schema]) => given[key] === undefined && !isOptional(schema))
    .map(([key]) => key);
}

function isOptional(schema: unknown): boolean {
  return (schema as { safeParse: (value: unknown) => { success: boolean } }).safeParse(undefined)
    .success;
}
