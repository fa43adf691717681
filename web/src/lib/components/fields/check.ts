import type { Issue } from "#shared/core/error.ts";
import type { FieldView } from "#shared/core/fields.ts";
import { pointsToSecret } from "#shared/core/secret-ref.ts";
import { joined } from "./faults.ts";
import { mapOf, rowsOf } from "./map-rows.ts";
import { asValues, isBlank, Unreadable, type Values } from "./values.ts";

type Check = (view: FieldView, value: unknown, path: string) => Issue[];

function issue(path: string, code: string): Issue[] {
  return [{ path, code, message: code }];
}

function checkSize({ minimum, maximum }: FieldView, size: number, path: string): Issue[] {
  if (minimum !== undefined && size < minimum) return issue(path, "too_small");
  return maximum !== undefined && size > maximum ? issue(path, "too_big") : [];
}

function fits(pattern: string | undefined, text: string): boolean {
  try {
    return pattern === undefined || new RegExp(pattern, "u").test(text);
  } catch {
    // A pattern for another engine: the server says what it thinks of the text.
    return true;
  }
}

const checkText: Check = (view, value, path) => {
  if (typeof value !== "string") return issue(path, "invalid_type");
  const faults = checkSize(view, value.length, path);
  return faults.length > 0 || fits(view.pattern, value) ? faults : issue(path, "invalid_format");
};

const checkNumber: Check = (view, value, path) => {
  // A number that could not be read is kept as it was typed.
  if (typeof value !== "number") return issue(path, "invalid_type");
  if (view.isInteger === true && !Number.isInteger(value)) return issue(path, "not_whole");
  return checkSize(view, value, path);
};

const checkList: Check = (view, value, path) => {
  if (!Array.isArray(value)) return issue(path, "invalid_type");
  if (value.length === 0 && view.emptyMeans === "error") return issue(path, "required");
  const { item } = view;
  const below = value.flatMap((entry, index) =>
    item === undefined ? [] : checkField(item, entry, joined(path, index)),
  );
  return [...checkSize(view, value.length, path), ...below];
};

const checkMap: Check = ({ item }, value, path) => {
  const rows = rowsOf(value);
  if (Array.isArray(mapOf(rows))) {
    const isDouble = (name: string) => rows.filter((row) => row.name === name).length > 1;
    return rows.flatMap(({ name }, index) => {
      const at = joined(joined(path, index), "name");
      if (name === "") return issue(at, "required");
      return isDouble(name) ? issue(at, "duplicate_name") : [];
    });
  }
  if (item === undefined) return [];
  return rows.flatMap(({ name, value: inner }) => checkField(item, inner, joined(path, name)));
};

const checks: Record<FieldView["kind"], Check> = {
  text: checkText,
  number: checkNumber,
  boolean: (_view, value, path) => (typeof value === "boolean" ? [] : issue(path, "invalid_type")),
  choice: ({ choices = [] }, value, path) =>
    choices.some((choice) => choice === value) ? [] : issue(path, "invalid_value"),
  list: checkList,
  group: ({ fields = [] }, value, path) => checkFields(fields, asValues(value), path),
  map: checkMap,
  secret: (_view, value, path) => (pointsToSecret(value) ? [] : issue(path, "required")),
  json: (_view, value, path) => (value instanceof Unreadable ? issue(path, "not_json") : []),
};

function checkField(view: FieldView, value: unknown, path: string): Issue[] {
  if (isBlank(value)) return view.isRequired ? issue(path, "required") : [];
  return checks[view.kind](view, value, path);
}

/**
 * What can be told wrong before anything is sent, in the paths and codes of the server. It looks at what fields say
 * of themselves: the server may find more.
 */
export function checkFields(fields: readonly FieldView[], values: Values, path = ""): Issue[] {
  return fields.flatMap((view) => checkField(view, values[view.key], joined(path, view.key)));
}
