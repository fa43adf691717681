import { StateError } from "./error.ts";

/** Value at a reference path ("$.directive.seconds"). Throws States.Runtime when nothing is there, as AWS does. */
export function valueAt(path: string, input: unknown): unknown {
  const names = path.split(".").slice(1);
  const value = names.reduce<unknown>(
    (inner, name) => (isObject(inner) ? inner[name] : undefined),
    input,
  );
  if (value === undefined)
    throw runtimeError(`The path ${path} finds nothing in the state's input.`);
  return value;
}

/** Whole seconds within AWS's bounds from a value of a definition or of data. Throws States.Runtime. */
export function wholeSeconds(value: unknown, least: number): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= 99_999_999)
    return value;
  throw runtimeError(`Expected whole seconds of at least ${least}, got ${JSON.stringify(value)}.`);
}

function runtimeError(message: string): StateError {
  return new StateError("States.Runtime", message, false);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
