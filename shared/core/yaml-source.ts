import { isNode, LineCounter, parseDocument, type Document } from "yaml";
import type { Issue } from "./error.ts";

/** A fault of a source. `line` is from 1; null when the fault has no place. */
export type Finding = Issue & { line: number | null };

/** Bytes of the text, and of its value once aliases are expanded. */
export type Limits = { sourceBytes: number; valueBytes: number };

export type YamlRead =
  { value: unknown; lineOf: (path: string) => number | null } | { faults: Finding[] };

const deepest = 40;
/** How often anchors may be expanded: enough for repeated options, too little for a bomb. */
const mostAliases = 50;
const mostFaults = 50;

function bytes(text: string): number {
  return new TextEncoder().encode(text).byteLength;
}

function alone(code: string, message: string): YamlRead {
  return { faults: [{ path: "", code, message, line: null }] };
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

function syntaxFaults(yaml: Document.Parsed): Finding[] {
  return [...yaml.errors, ...yaml.warnings].map(({ code, message, linePos }) => ({
    path: "",
    code: `yaml_${code.toLowerCase()}`,
    message: message.split("\n", 1)[0]?.replace(/ at line \d+.*$/, "") ?? message,
    line: linePos?.[0].line ?? null,
  }));
}

// `toJS` throws on unknown aliases and on bombs; what it gives may still go round in a circle.
function toValue(yaml: Document.Parsed, mostBytes: number): { value: unknown } | YamlRead {
  try {
    const value: unknown = yaml.toJS({ maxAliasCount: mostAliases });
    if (isDeeper(value, deepest)) return alone("too_deep", `Nested deeper than ${deepest} levels.`);
    return bytes(JSON.stringify(value) ?? "") > mostBytes
      ? alone("too_big", "Too large once its aliases are expanded.")
      : { value };
  } catch (error) {
    return alone("yaml_alias", error instanceof Error ? error.message : "Bad alias.");
  }
}

/** The value of a YAML text that people wrote, with the way back from its paths to their lines. */
export function readYaml(source: string, { sourceBytes, valueBytes }: Limits): YamlRead {
  if (bytes(source) > sourceBytes) {
    return alone("too_big", `At most ${Math.floor(sourceBytes / 1024)} KB.`);
  }
  const lines = new LineCounter();
  const yaml = parseDocument(source, { lineCounter: lines, prettyErrors: true });
  if (yaml.errors.length + yaml.warnings.length > 0) {
    return { faults: syntaxFaults(yaml).slice(0, mostFaults) };
  }
  const read = toValue(yaml, valueBytes);
  return "value" in read ? { value: read.value, lineOf: lineFinder(yaml, lines) } : read;
}
