import type { Issue } from "#shared/core/error.ts";
import { issuesOf } from "#shared/core/issue.ts";
import { readYaml, type Finding } from "#shared/core/yaml-source.ts";
import { checkChain } from "./check-chain.ts";
import { checkFormDefinition, valueFields } from "./check-form.ts";
import { checkSummary } from "./check-summary.ts";
import { TemplateDocument } from "./schema.ts";

export type ParsedTemplate = { document: TemplateDocument | null; findings: Finding[] };

/** Source and document are stored in one item, which should stay under 200 KB. */
const largestBytes = 96 * 1024;

/** What the schema alone can't see. A document with such findings may be a draft, but not be published. */
function checkDocument(document: TemplateDocument): Issue[] {
  return [
    ...checkFormDefinition(document.form),
    ...checkChain(document.chain, valueFields(document.form)),
    ...checkSummary(document),
  ];
}

/**
 * Reads a template's YAML. `document` is null when it is no YAML or does not fit the schema; otherwise the
 * findings are the ones that stand against publishing.
 */
export function parseTemplate(source: string): ParsedTemplate {
  const read = readYaml(source, { sourceBytes: largestBytes, valueBytes: largestBytes });
  if ("faults" in read) return { document: null, findings: read.faults };
  const located = (issue: Issue): Finding => ({ ...issue, line: read.lineOf(issue.path) });
  const parsed = TemplateDocument.safeParse(read.value);
  if (parsed.success) {
    return { document: parsed.data, findings: checkDocument(parsed.data).map(located) };
  }
  return { document: null, findings: issuesOf(parsed.error, read.value).map(located) };
}
