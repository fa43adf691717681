import { canonical } from "#shared/core/canonical.ts";
import type { FormValues } from "#shared/core/condition.ts";
import type { FieldChange } from "./record.ts";

/** The fields in which two forms differ, by name. An empty field is null. */
export function changesBetween(before: FormValues, after: FormValues): FieldChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((field) => {
    const [from, to] = [before[field] ?? null, after[field] ?? null];
    return canonical(from) === canonical(to) ? [] : [{ field, from, to }];
  });
}
