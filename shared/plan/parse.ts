import { issuesOf } from "#shared/core/issue.ts";
import { readYaml, type Limits } from "#shared/core/yaml-source.ts";
import { checkSteps, type CheckContext } from "./check-step.ts";
import { checkStrategies } from "./check-strategy.ts";
import { checkTrigger } from "./check-trigger.ts";
import { checkWhole } from "./check-whole.ts";
import { fromIssue, type Located, type PlanFinding } from "./finding.ts";
import { PlanDocument } from "./schema.ts";

/** A request holds 256 KB. The value is larger than the text where aliases repeat something. */
const limits: Limits = { sourceBytes: 192 * 1024, valueBytes: 512 * 1024 };

export type ParsedPlan = {
  document: PlanDocument | null;
  findings: Located[];
  lineOf: (path: string) => number | null;
};

/** Everything that a plan says against itself, without a look at people or services. */
export function checkDocument(document: PlanDocument, context: CheckContext): PlanFinding[] {
  return [
    ...checkWhole(document),
    ...checkSteps(document, context),
    ...checkStrategies(document),
    ...checkTrigger(document),
  ];
}

const alone: CheckContext = { missing: new Set(), published: new Set() };

/**
 * Reads a plan's YAML. `document` is null when it is no YAML or does not fit the schema; otherwise the findings are
 * what stands against publishing, and what is to be weighed. Without a context every setting counts as set.
 */
export function parsePlan(source: string, context: CheckContext = alone): ParsedPlan {
  const read = readYaml(source, limits);
  if ("faults" in read) {
    const findings = read.faults.map((fault) => ({ ...fromIssue(fault), line: fault.line }));
    return { document: null, findings, lineOf: () => null };
  }
  const { lineOf } = read;
  const located = (finding: PlanFinding): Located => ({ ...finding, line: lineOf(finding.path) });
  const parsed = PlanDocument.safeParse(read.value);
  const found = parsed.success
    ? checkDocument(parsed.data, context)
    : issuesOf(parsed.error, read.value).map(fromIssue);
  return { document: parsed.data ?? null, findings: found.map(located), lineOf };
}
