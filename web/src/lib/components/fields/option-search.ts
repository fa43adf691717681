import { Search } from "#lib/components/form/search.svelte.ts";
import type { Option } from "#shared/action/driver.ts";
import { offered, type LoadOptions } from "./options.ts";
import type { OptionsSource } from "#shared/core/fields.ts";
import type { Values } from "./values.ts";

export type FoundOption = Option & { id: string };

/** Looks for options of a source with these values; what does not fit its filter is not found. */
export function optionSearch(
  load: LoadOptions,
  { source, filter }: Pick<OptionsSource, "source" | "filter">,
  values: Values,
): Search<FoundOption> {
  return new Search(async (text, signal) => {
    const options = await load(source, values, text, signal);
    return { items: offered(options, filter).map((option) => ({ ...option, id: option.value })) };
  });
}
