import { api } from "#lib/api/client.ts";
import type { LoadOptions } from "#lib/components/fields/options.ts";

/** People by their mail addresses, services by their codes. */
export const planOptions: LoadOptions = async (source, _values, search, signal) => {
  if (source === "people") {
    const { items } = await api.searchPeople({ query: { q: search.slice(0, 80) } }, { signal });
    return items.flatMap(({ email, name }) =>
      email === null ? [] : [{ value: email, label: name }],
    );
  }
  const { items } = await api.listServices({}, { signal });
  const word = search.trim().toLowerCase();
  return items
    .flatMap(({ code, name }) => (code === null ? [] : [{ value: code, label: name }]))
    .filter(({ value, label }) => `${value} ${label}`.toLowerCase().includes(word));
};
