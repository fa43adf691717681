import type { Option } from "#shared/action/driver.ts";
import type { FieldView, OptionsSource } from "#shared/core/fields.ts";
import { isBlank, type Values } from "./values.ts";

/**
 * Asks a source what there is to choose from; `values` are those of the fields it depends on. Rejects with an
 * ApiError when the source gives no answer: then nothing can be chosen, and nothing typed instead.
 */
export type LoadOptions = (
  source: string,
  values: Values,
  search: string,
  signal: AbortSignal,
) => Promise<Option[]>;

/** Where the editor finds secrets, and the versions of the one in `values.secret`. */
export const secretSources = { names: "secrets", versions: "secret-versions" } as const;

/** Of things that run or do not, those that a field offers. What says neither is always offered. */
export function offered(options: readonly Option[], filter: OptionsSource["filter"]): Option[] {
  if (filter === "all") return [...options];
  return options.filter(
    ({ isRunning }) => isRunning === undefined || isRunning === (filter === "running"),
  );
}

/** Keys of fields that must be filled in before the source can be asked. */
export function missingFor({ dependsOn }: OptionsSource, values: Values): string[] {
  return dependsOn.filter((key) => isBlank(values[key]));
}

/** What a source is asked with: the fields it depends on, and nothing else. */
export function askedWith({ dependsOn }: OptionsSource, values: Values): Values {
  return Object.fromEntries(dependsOn.map((key) => [key, values[key]]));
}

/** Where the values of a field come from; those of a list may be said at the list or at its entries. */
export function optionsOf(view: FieldView): OptionsSource | undefined {
  return view.options ?? view.item?.options;
}
