import type { ActionDefinition } from "#shared/action/definition.ts";
import { factsOf } from "#shared/action/facts.ts";
import { isBinding } from "./schema.ts";

export type Timeout = { seconds: number | null; from: "step" | "action" | "platform" | null };

type Given = {
  /** What the step says; 0: nothing. */
  own: number;
  action: ActionDefinition | undefined;
  /** The values that the plan gives the step. */
  values: Record<string, unknown>;
  /** The platform's. */
  ceiling: number;
};

/** How long one operation of a step may take: what the step says, else the action, else the platform. */
export function timeoutOf({ own, action, values, ceiling }: Given): Timeout {
  if (own > 0) return { seconds: own, from: "step" };
  if (action === undefined) return { seconds: null, from: null };
  const known = Object.entries(values).filter(([, value]) => !isBinding(value));
  const parsed = action.parameters.safeParse(Object.fromEntries(known));
  const seconds = parsed.success
    ? action.timeoutSeconds(parsed.data)
    : factsOf(action).timeoutSeconds;
  if (seconds === null) return { seconds: null, from: null };
  return seconds > 0 ? { seconds, from: "action" } : { seconds: ceiling, from: "platform" };
}
