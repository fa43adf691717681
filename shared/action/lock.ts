import { fieldViews, type FieldView } from "#shared/core/fields.ts";
import type { ActionDefinition } from "./definition.ts";

/** A field without its words: those may change at any time. */
export type LockedField = Omit<FieldView, "name" | "help" | "fields" | "item"> & {
  fields?: LockedField[];
  item?: LockedField;
};

/** What plans and runs rely on in an action. */
export type LockedAction = {
  code: string;
  scenes: string[];
  parameters: LockedField[];
  outputs: LockedField[];
  requiredSettings: string[];
  targets: { parameter: string; most: number } | null;
  inverse: string | null;
};

/** What is promised: `catalogueVersion` rises with every change of the rest. */
export type Lock = { catalogueVersion: number; actions: LockedAction[] };

export function lockedField(view: FieldView): LockedField {
  const { name: _, help: __, fields, item, ...rest } = view;
  return {
    ...rest,
    ...(fields === undefined ? {} : { fields: fields.map(lockedField) }),
    ...(item === undefined ? {} : { item: lockedField(item) }),
  };
}

/** The definitions as the lock file holds them, by code. */
export function lockedActions(actions: readonly ActionDefinition[]): LockedAction[] {
  return actions
    .map(({ code, scenes, parameters, output, requiredSettings, targets, inverse }) => ({
      code,
      scenes: [...scenes],
      parameters: fieldViews(parameters).map(lockedField),
      outputs: fieldViews(output).map(lockedField),
      requiredSettings: [...requiredSettings],
      targets,
      inverse: inverse?.code ?? null,
    }))
    .toSorted((a, b) => (a.code < b.code ? -1 : 1));
}
