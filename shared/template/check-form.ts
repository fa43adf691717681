import { fieldsOf, type Condition } from "#shared/core/condition.ts";
import type { Issue } from "#shared/core/error.ts";
import { issuesOf } from "#shared/core/issue.ts";
import type { Form, FormField } from "#shared/form/schema.ts";
import { valueSchema } from "#shared/form/values.ts";
import { externalIssues } from "./check-external.ts";
import { unknownOptions } from "./check-options.ts";
import { patternFault } from "./pattern.ts";

/** `items.amount` is the total of a column; of several currencies each has its own, `items.amount.CNY`. */
function totals(field: FormField): [string, FormField][] {
  if (field.type !== "detailTable") return [];
  return field.columns.flatMap((column): [string, FormField][] => {
    const name = `${field.name}.${column.name}`;
    if (column.type === "number") return [[name, column]];
    if (column.type !== "money") return [];
    const each = column.currencies.map((one): [string, FormField] => [`${name}.${one}`, column]);
    return column.currencies.length > 1 ? each : [[name, column], ...each];
  });
}

/** What conditions and slots may read, by name: fields that hold a value, and totals of detail tables. */
export function valueFields(form: Form): Map<string, FormField> {
  const filled = form.fields.filter((field) => field.type !== "note");
  return new Map(filled.flatMap((field) => [[field.name, field], ...totals(field)]));
}

function duplicates(values: string[], pathOf: (index: number) => string): Issue[] {
  return values.flatMap((value, index) =>
    values.indexOf(value) === index
      ? []
      : [{ path: pathOf(index), code: "duplicate", message: `“${value}” is there already.` }],
  );
}

function conditionIssues(
  path: string,
  condition: Condition | undefined,
  earlier: ReadonlyMap<string, FormField>,
  all: ReadonlyMap<string, FormField>,
): Issue[] {
  if (condition === undefined) return [];
  const unread = fieldsOf(condition).filter((name) => !earlier.has(name));
  const issues = unread.map((name) => {
    const isLater = all.has(name);
    const message = isLater
      ? `“${name}” comes later in the form: only earlier fields are known here.`
      : `There is no field “${name}”.`;
    return { path, code: isLater ? "later_field" : "unknown_field", message };
  });
  return [...issues, ...unknownOptions(path, condition, earlier)];
}

function isAbove(low: unknown, high: unknown): boolean {
  if (typeof low === "number" && typeof high === "number") return low > high;
  return typeof low === "string" && typeof high === "string" && low > high;
}

function boundIssues(path: string, field: FormField): Issue[] {
  const pairs = [
    ["min", "max"],
    ["minLength", "maxLength"],
    ["minRows", "maxRows"],
  ] as const;
  const bounds: Record<string, unknown> = field;
  return pairs.flatMap(([low, high]) => {
    return isAbove(bounds[low], bounds[high])
      ? [{ path: `${path}.${low}`, code: "crossed_bounds", message: `${low} is above ${high}.` }]
      : [];
  });
}

function optionIssues(path: string, field: FormField): Issue[] {
  if ("options" in field) {
    const values = field.options.map((option) => option.value);
    return duplicates(values, (index) => `${path}.options.${index}.value`);
  }
  if (field.type !== "money") return [];
  return duplicates(field.currencies, (index) => `${path}.currencies.${index}`);
}

function defaultIssues(path: string, field: FormField): Issue[] {
  if (!("default" in field) || field.default === undefined) return [];
  const parsed = valueSchema(field).safeParse(field.default);
  if (parsed.success) return [];
  const [fault] = issuesOf(parsed.error, field.default);
  const message = `The default is refused by the field itself: ${fault?.message ?? ""}`;
  return [{ path: `${path}.default`, code: "invalid_default", message }];
}

function tableIssues(path: string, field: FormField): Issue[] {
  if (field.type !== "detailTable") return [];
  const names = field.columns.map(({ name }) => name);
  const summed = field.columns.flatMap(({ type, name }) =>
    type === "number" || type === "money" ? name : [],
  );
  const unsummed = field.sums.flatMap((name, index) => {
    if (summed.includes(name)) return [];
    const message = `“${name}” is no column of numbers or money.`;
    return [{ path: `${path}.sums.${index}`, code: "not_a_number_column", message }];
  });
  return [
    ...duplicates(names, (index) => `${path}.columns.${index}.name`),
    ...field.columns.flatMap((column, index) => fieldIssues(`${path}.columns.${index}`, column)),
    ...duplicates(field.sums, (index) => `${path}.sums.${index}`),
    ...unsummed,
  ];
}

function fieldIssues(path: string, field: FormField): Issue[] {
  const fault =
    field.type === "text" && field.pattern !== undefined ? patternFault(field.pattern) : undefined;
  const issues = [
    ...boundIssues(path, field),
    ...optionIssues(path, field),
    ...tableIssues(path, field),
  ];
  if (fault !== undefined) return [...issues, { path: `${path}.pattern`, ...fault }];
  return [...issues, ...defaultIssues(path, field)];
}

/** What the schema of a form can't see: names, order, bounds, patterns, defaults, summary. */
export function checkFormDefinition(form: Form): Issue[] {
  const all = valueFields(form);
  const earlier = new Map<string, FormField>();
  const issues: Issue[] = duplicates(
    form.fields.map((field) => field.name),
    (index) => `form.fields.${index}.name`,
  );
  for (const [index, field] of form.fields.entries()) {
    const path = `form.fields.${index}`;
    issues.push(
      ...fieldIssues(path, field),
      ...conditionIssues(`${path}.visibleWhen`, field.visibleWhen, earlier, all),
      ...externalIssues(path, field, earlier, all),
    );
    if (field.type === "note") continue;
    issues.push(...conditionIssues(`${path}.requiredWhen`, field.requiredWhen, earlier, all));
    for (const [name, read] of [[field.name, field] as const, ...totals(field)]) {
      earlier.set(name, read);
    }
  }
  const unknown = form.summary.flatMap((name, index) =>
    all.has(name)
      ? []
      : [
          {
            path: `form.summary.${index}`,
            code: "unknown_field",
            message: `There is no field “${name}”.`,
          },
        ],
  );
  return [...issues, ...unknown];
}
