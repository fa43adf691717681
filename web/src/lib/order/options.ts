import { api } from "#lib/api/client.ts";
import { optionsOf, secretSources, type LoadOptions } from "#lib/components/fields/options.ts";
import { secretOptions } from "#lib/config/secret-options.ts";
import type { FieldView } from "#shared/core/fields.ts";

/** Dotted path of the first parameter that takes its values from a source. */
export function pathOfSource(
  fields: readonly FieldView[],
  source: string,
  above = "",
): string | undefined {
  for (const view of fields) {
    const path = `${above}${view.key}`;
    if (optionsOf(view)?.source === source) return path;
    const below = pathOfSource(view.fields ?? view.item?.fields ?? [], source, `${path}.`);
    if (below !== undefined) return below;
  }
  return undefined;
}

const secrets: readonly string[] = Object.values(secretSources);

/** What may be chosen for the parameters of an action. */
export function actionOptions(code: string, fields: readonly FieldView[]): LoadOptions {
  return async (source, values, search, signal) => {
    if (secrets.includes(source)) return secretOptions(source, values, search, signal);
    const parameter = pathOfSource(fields, source) ?? source;
    const body = { parameter, parameters: values, search: search.slice(0, 120) };
    const { items } = await api.listActionOptions({ params: { code }, body }, { signal });
    return items.map(({ value, label, isRunning }) =>
      isRunning === null ? { value, label } : { value, label, isRunning },
    );
  };
}
