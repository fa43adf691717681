import type { Edit } from "#lib/designer/edit.ts";
import { part } from "#lib/designer/form/raw.ts";
import type { ActionView } from "#shared/action/schema.ts";
import { stepsBefore, type Outline, type OutlineStep } from "./outline.ts";

/** Which parameters of a step come from an earlier one: `step.output` by parameter. */
export function bindingsOf({ value }: Pick<OutlineStep, "value">): Map<string, string> {
  const context = part(value, "executeContext");
  return new Map(
    Object.entries(context).flatMap(([key, one]) => {
      const isBinding =
        typeof one === "object" && one !== null && "output" in one && Object.keys(one).length === 1;
      return isBinding ? [[key, String(one.output)] as const] : [];
    }),
  );
}

export type Output = { step: OutlineStep; key: string; value: string };

/** What earlier steps answer. */
export function outputsBefore(
  outline: Outline,
  step: OutlineStep,
  actionOf: (code: string) => Pick<ActionView, "outputs"> | undefined,
): Output[] {
  return stepsBefore(outline, step).flatMap((earlier) =>
    (actionOf(earlier.action)?.outputs ?? []).map(({ key }) => ({
      step: earlier,
      key,
      value: `${earlier.id}.${key}`,
    })),
  );
}

/** `output` null: it is entered again. */
export function bind({ path }: OutlineStep, parameter: string, output: string | null): Edit {
  const at = [...path, "executeContext", parameter];
  return output === null
    ? { kind: "delete", path: at }
    : { kind: "set", path: at, value: { output } };
}

/** Another action for a step: values that the new one does not know go with the old one. */
export function chooseAction(
  { path, value }: OutlineStep,
  action: Pick<ActionView, "code" | "parameters">,
): Edit[] {
  const known = new Set(action.parameters.map(({ key }) => key));
  const foreign = Object.keys(part(value, "executeContext")).filter((key) => !known.has(key));
  return [
    { kind: "set", path: [...path, "action"], value: action.code },
    ...foreign.map((key): Edit => ({ kind: "delete", path: [...path, "executeContext", key] })),
  ];
}
