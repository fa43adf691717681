import type { Condition } from "#shared/core/condition.ts";
import type { FormField } from "#shared/form/schema.ts";

/** How the parts of a group are joined. `none` and `notAll` are the negations. */
export type Join = "all" | "any" | "none" | "notAll";
export type Group = { join: Join; parts: Condition[] };
export type Operator =
  "is" | "isNot" | "in" | "atLeast" | "lessThan" | "includes" | "filled" | "empty";
export type Test = { field: string; operator: Operator; value: unknown };

/** A condition that joins others; undefined for one that asks about a field. */
export function groupOf(condition: Condition): Group | undefined {
  if ("all" in condition) return { join: "all", parts: condition.all };
  if ("any" in condition) return { join: "any", parts: condition.any };
  if (!("not" in condition)) return undefined;
  const inner = condition.not;
  if ("all" in inner) return { join: "notAll", parts: inner.all };
  return { join: "none", parts: "any" in inner ? inner.any : [inner] };
}

/** The other way. A group of one is that one; an empty group asks nothing. */
export function ofGroup({ join, parts }: Group): Condition | undefined {
  const [only] = parts;
  if (only === undefined) return undefined;
  if (join === "all") return parts.length === 1 ? only : { all: parts };
  if (join === "any") return parts.length === 1 ? only : { any: parts };
  if (join === "notAll") return { not: { all: parts } };
  return { not: parts.length === 1 ? only : { any: parts } };
}

export function testOf(condition: Condition): Test {
  if (!("field" in condition)) return { field: "", operator: "filled", value: true };
  const { field } = condition;
  if ("is" in condition) return { field, operator: "is", value: condition.is };
  if ("isNot" in condition) return { field, operator: "isNot", value: condition.isNot };
  if ("in" in condition) return { field, operator: "in", value: condition.in };
  if ("atLeast" in condition) return { field, operator: "atLeast", value: condition.atLeast };
  if ("lessThan" in condition) return { field, operator: "lessThan", value: condition.lessThan };
  if ("includes" in condition) return { field, operator: "includes", value: condition.includes };
  return { field, operator: condition.filled ? "filled" : "empty", value: condition.filled };
}

export function ofTest({ field, operator, value }: Test): Condition {
  if (operator === "filled") return { field, filled: true };
  if (operator === "empty") return { field, filled: false };
  return { field, [operator]: value } as Condition;
}

/** What can be asked about a field, by its type. A total of a table is a number. */
export function operatorsOf(field: FormField | undefined): Operator[] {
  switch (field?.type) {
    case "text":
    case "longText":
    case "radio":
    case "select":
      return ["is", "isNot", "in", "filled", "empty"];
    case "number":
      return ["atLeast", "lessThan", "is", "isNot", "filled", "empty"];
    case "money":
      return ["atLeast", "lessThan", "filled", "empty"];
    case "date":
      return ["atLeast", "lessThan", "is", "filled", "empty"];
    case "external":
      return field.multiple
        ? ["includes", "filled", "empty"]
        : ["is", "isNot", "in", "filled", "empty"];
    case "multiSelect":
      return ["includes", "filled", "empty"];
    default:
      return ["filled", "empty"];
  }
}

/** A value to begin with, so that a new test fits the schema at once. */
export function firstValue(field: FormField | undefined, operator: Operator): unknown {
  if (operator === "filled") return true;
  if (operator === "empty") return false;
  const options = field !== undefined && "options" in field ? field.options : [];
  const [first] = options;
  const one = first?.value ?? (field?.type === "date" ? "2026-01-01" : "");
  if (operator === "in") return [one];
  return field?.type === "number" || field?.type === "money" ? 0 : one;
}

/** A test about a field with what is asked most often of its type. */
export function firstTest(name: string, field: FormField | undefined): Condition {
  const [operator = "filled"] = operatorsOf(field);
  return ofTest({ field: name, operator, value: firstValue(field, operator) });
}

/** The test with another operator: the value stays where the new operator can have it. */
export function withOperator(test: Test, operator: Operator, field: FormField | undefined): Test {
  const { value } = test;
  const begun = firstValue(field, operator);
  if (Array.isArray(begun)) {
    return { ...test, operator, value: Array.isArray(value) ? value : [value ?? ""] };
  }
  const single: unknown = Array.isArray(value) ? value[0] : value;
  return { ...test, operator, value: typeof single === typeof begun ? single : begun };
}
