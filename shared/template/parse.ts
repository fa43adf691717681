import { isNode, LineCounter, parseDocument, type Document } from "yaml";
import type { Issue } from "#shared/core/error.ts";
import { issuesOf } from "#shared/core/issue.ts";
import { checkChain } from "./check-chain.ts";
import { checkFormDefinition, valueFields } from "./check-form.ts";
import { checkSummary } from "./check-summary.ts";
import { TemplateDocument } from "./schema.ts";

/** A fault of a template's source. `line` is from 1; null when the fault has no place. */
export type Finding = Issue & { line: number | null };
export type ParsedTemplate = { document: TemplateDocument | null; findings: Finding[] };

/** Source and document are stored in one item, which should stay under 200 KB. */
const largestBytes = 96 * 1024;
const deepest = 40;
/** How often anchors may be expanded: enough for repeated options, too little for a bomb. */
const mostAliases = 50;

function bytes(text: string): number {
  return new TextEncoder().encode(text).byteLength;
}

function alone(code: string, message: string): ParsedTemplate {
  return { document: null, findings: [{ path: "", code, message, line: null }] };
}

function isDeeper(value: unknown, limit: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (limit === 0) return true;
  return Object.values(value).some((inner) => isDeeper(inner, limit - 1));
}

/** Finds the line of a dotted path, or of the nearest thing around it that is there. */
function lineFinder(yaml: Document.Parsed, lines: LineCounter) {
  return (path: string): number | null => {
    const keys = path === "" ? [] : path.split(".");
    for (let length = keys.length; length >= 0; length -= 1) {
      const way = keys.slice(0, length).map((key) => (/^\d+$/.test(key) ? Number(key) : key));
      const node = way.length === 0 ? yaml.contents : yaml.getIn(way, true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return null;
  };
}

function syntaxFindings(yaml: Document.Parsed): Finding[] {
  return [...yaml.errors, ...yaml.warnings].map(({ code, message, linePos }) => ({
    path: "",
    code: `yaml_${code.toLowerCase()}`,
    message: message.split("\n", 1)[0]?.replace(/ at line \d+.*$/, "") ?? message,
    line: linePos?.[0].line ?? null,
  }));
}

// `toJS` throws on unknown aliases and on bombs; what it gives may still go round in a circle.
function toValue(yaml: Document.Parsed): { value: unknown } | ParsedTemplate {
  try {
    const value: unknown = yaml.toJS({ maxAliasCount: mostAliases });
    if (isDeeper(value, deepest)) return alone("too_deep", `Nested deeper than ${deepest} levels.`);
    return bytes(JSON.stringify(value) ?? "") > largestBytes
      ? alone("too_big", "Too large once its aliases are expanded.")
      : { value };
  } catch (error) {
    return alone("yaml_alias", error instanceof Error ? error.message : "Bad alias.");
  }
}

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
  if (bytes(source) > largestBytes) return alone("too_big", "At most 96 KB.");
  const lines = new LineCounter();
  const yaml = parseDocument(source, { lineCounter: lines, prettyErrors: true });
  if (yaml.errors.length + yaml.warnings.length > 0) {
    return { document: null, findings: syntaxFindings(yaml).slice(0, 50) };
  }
  const read = toValue(yaml);
  if (!("value" in read)) return read;
  const lineOf = lineFinder(yaml, lines);
  const located = (issue: Issue): Finding => ({ ...issue, line: lineOf(issue.path) });
  const parsed = TemplateDocument.safeParse(read.value);
  if (parsed.success) {
    return { document: parsed.data, findings: checkDocument(parsed.data).map(located) };
  }
  return { document: null, findings: issuesOf(parsed.error, read.value).map(located) };
}
