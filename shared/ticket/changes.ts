import type { FormValues } from "#shared/core/condition.ts";
import type { FieldChange } from "./record.ts";

/** JSON with its keys in order: two values are the same when these are. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** The fields in which two forms differ, by name. An empty field is null. */
export function changesBetween(before: FormValues, after: FormValues): FieldChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((field) => {
    const [from, to] = [before[field] ?? null, after[field] ?? null];
    return canonical(from) === canonical(to) ? [] : [{ field, from, to }];
  });
}
