import type * as z from "zod";
import type { Issue } from "./error.ts";

/** How many faults one answer lists. */
const mostIssues = 50;
const longestPath = 200;

function valueAt(input: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    return (value as Record<PropertyKey, unknown>)[key];
  }, input);
}

function codeOf(issue: z.core.$ZodIssue, input: unknown): string {
  if (issue.code === "custom") return String(issue.params?.["code"] ?? "custom");
  const isMissing = issue.path.length > 0 && valueAt(input, issue.path) === undefined;
  return isMissing && issue.code !== "unrecognized_keys" ? "required" : issue.code;
}

function pathOf(path: PropertyKey[]): string {
  return path.map(String).join(".").slice(0, longestPath);
}

// Of the shapes a value may have, the one that was meant is the one whose fields are all known.
function meantShape({ errors }: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssue[] {
  const meant = errors.filter((shape) => shape.every(({ code }) => code !== "unrecognized_keys"));
  const [best] = meant.filter((shape) => shape.some(({ path }) => path.length > 0));
  return best ?? [];
}

function toIssues(issue: z.core.$ZodIssue, input: unknown): Issue[] {
  if (issue.code === "invalid_union" && meantShape(issue).length > 0) {
    const inside = valueAt(input, issue.path);
    return meantShape(issue)
      .flatMap((one) => toIssues(one, inside))
      .map((one) => ({ ...one, path: `${pathOf(issue.path)}.${one.path}`.replace(/^\./, "") }));
  }
  if (issue.code !== "unrecognized_keys") {
    return [{ path: pathOf(issue.path), code: codeOf(issue, input), message: issue.message }];
  }
  return issue.keys.slice(0, mostIssues).map((key) => ({
    path: pathOf([...issue.path, key.slice(0, 64)]),
    code: "unknown_field",
    message: "No such field.",
  }));
}

/** The faults that a schema found in `input`: one per field, unknown fields by their own names. */
export function issuesOf(error: z.ZodError, input: unknown): Issue[] {
  return error.issues.flatMap((issue) => toIssues(issue, input)).slice(0, mostIssues);
}
