import { findAction } from "#shared/action/catalogue/index.ts";
import { checkGiven } from "#shared/action/check.ts";
import { invalid, type Issue } from "#shared/core/error.ts";
import type { NodeRecord } from "./record.ts";

/** Values that somebody gives for one run: only what the plan leaves open, and only what fits. */
export function filledIssues(
  node: NodeRecord,
  given: Record<string, unknown>,
  path: string,
): Issue[] {
  const action = findAction(node.action ?? "");
  if (action === undefined) return [];
  const fixed = Object.keys(given).filter((key) => isFixed(action.parameters.shape[key]));
  const issues = checkGiven(action, given).map((issue) => ({
    ...issue,
    path: `${path}.${issue.path}`,
  }));
  const message = "This parameter can't be overridden.";
  return [...issues, ...fixed.map((key) => ({ path: `${path}.${key}`, code: "fixed", message }))];
}

function isFixed(schema: unknown): boolean {
  const meta = (
    schema as { meta?: () => { annotation?: { isFixed?: true } } | undefined }
  )?.meta?.();
  return meta?.annotation?.isFixed === true;
}

export function checkFilled(node: NodeRecord, given: Record<string, unknown>, path: string): void {
  const issues = filledIssues(node, given, path);
  if (issues.length > 0) throw invalid(issues);
}
