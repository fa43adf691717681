import type { Condition } from "#shared/core/condition.ts";
import type { Issue } from "#shared/core/error.ts";
import type { FormField } from "#shared/form/schema.ts";

type Comparison = { field: string; values: unknown[] };

/** What a condition compares a field with for equality. */
function comparisons(condition: Condition): Comparison[] {
  if ("all" in condition) return condition.all.flatMap(comparisons);
  if ("any" in condition) return condition.any.flatMap(comparisons);
  if ("not" in condition) return comparisons(condition.not);
  const { field } = condition;
  if ("is" in condition) return [{ field, values: [condition.is] }];
  if ("isNot" in condition) return [{ field, values: [condition.isNot] }];
  if ("includes" in condition) return [{ field, values: [condition.includes] }];
  return "in" in condition ? [{ field, values: condition.in }] : [];
}

/** Values that a choice can never have: a condition on one is a slip of the pen. */
export function unknownOptions(
  path: string,
  condition: Condition,
  fields: ReadonlyMap<string, FormField>,
): Issue[] {
  return comparisons(condition).flatMap(({ field: name, values }) => {
    const field = fields.get(name);
    if (field === undefined || !("options" in field)) return [];
    const options = new Set<unknown>(field.options.map((option) => option.value));
    return values
      .filter((value) => !options.has(value))
      .map((value) => ({
        path,
        code: "unknown_option",
        message: `“${name}” has no option “${String(value)}”.`,
      }));
  });
}
