import {
  CST,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Document,
  type Node,
  type Pair,
} from "yaml";
import type { YAMLMap, YAMLSeq } from "yaml";
import type { EditPath } from "./edit.ts";
import { block, entryLines, inline, isTallAt, rankOf } from "./render.ts";

/** A text with its parsed form; edits are spliced into the text, so that all else keeps its bytes. */
export type Parsed = { text: string; yaml: Document.Parsed };

type Holder = YAMLMap | YAMLSeq;
type Key = string | number;
/** From where to where a text is replaced. */
export type Splice = { start: number; end: number; text: string };

/** The text can't be edited in this place; the caller writes more of the document anew. */
export class NoSplice extends Error {}

function sure<Value>(value: Value | undefined | null): Value {
  if (value === undefined || value === null) throw new NoSplice();
  return value;
}

export function holderAt(parsed: Parsed, path: EditPath): Holder | undefined {
  const node = path.length === 0 ? parsed.yaml.contents : parsed.yaml.getIn(path, true);
  return isMap(node) || isSeq(node) ? node : undefined;
}

/** Place of an entry in its list or map, -1 when it is not there. */
export function indexIn(holder: Holder, key: Key): number {
  if (isSeq(holder)) return typeof key === "number" && key < holder.items.length ? key : -1;
  return holder.items.findIndex((pair) => isScalar(pair.key) && pair.key.value === key);
}

function rangeOf(item: unknown): { start: number; end: number } {
  if (isPair(item)) {
    const { key, value } = item as Pair<Node, Node | null>;
    const [start] = sure(key.range);
    return { start, end: sure(sure(value).range)[1] };
  }
  const [start, end] = sure(isNode(item) ? item.range : null);
  return { start, end };
}

type BlockToken = CST.BlockMap | CST.BlockSequence;

/** The tokens of a list or map that stands on lines of its own. */
export function blockOf(holder: Holder): BlockToken | undefined {
  const token = holder.srcToken;
  return token?.type === "block-map" || token?.type === "block-seq" ? token : undefined;
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

// Comments right above the first entry of a list stand before the list; they belong to that entry all the same.
function withComments(text: string, start: number): number {
  let first = start;
  while (first > 0) {
    const above = lineStart(text, first - 1);
    if (!/^[ \t]*#/.test(text.slice(above, first))) break;
    first = above;
  }
  return first;
}

function spanOf(token: BlockToken, index: number): { from: number; end: number } {
  const item = sure(token.items[index]);
  const tokens = [...item.start, item.key, ...(item.sep ?? []), item.value];
  const from = sure(tokens.find((one) => one !== undefined && one !== null)).offset;
  return { from, end: from + CST.stringify(item).length };
}

/** The lines of an entry with the comments and empty lines above it. */
export function extent(text: string, token: BlockToken, index: number): Splice {
  const { from, end } = spanOf(token, index);
  if (index > 0) return { start: from, end, text: "" };
  const line = lineStart(text, from);
  // The first key of a map in a list shares its line with the dash.
  if (/\S/.test(text.slice(line, from))) throw new NoSplice();
  const start = token.type === "block-seq" ? withComments(text, line) : line;
  return { start, end, text: "" };
}

/** Lines set in by the width of a list, each with its end. */
export function indented(lines: string[], width: number): string {
  return lines.map((line) => `${line === "" ? "" : " ".repeat(width)}${line}\n`).join("");
}

/** The same lines further in, or further out. */
export function setIn(lines: string, by: number): string {
  if (by >= 0) return lines.replace(/^(?=.)/gm, " ".repeat(by));
  return lines.replace(new RegExp(`^ {1,${-by}}`, "gm"), "");
}

/** Sets lines between the entries of a block. */
export function linesAt(text: string, holder: Holder, index: number, lines: string): Splice {
  const token = sure(blockOf(holder));
  const { length } = holder.items;
  if (index < length && !(index === 0 && isMap(holder))) {
    const { start } = extent(text, token, index);
    return { start, end: start, text: lines };
  }
  const { end } = spanOf(token, Math.max(1, Math.min(index, length)) - 1);
  const glue = text[end - 1] === "\n" ? "" : "\n";
  return { start: end, end, text: glue + lines };
}

function addToFlow(holder: Holder, index: number, entry: string): Splice {
  const next = holder.items[index];
  if (next !== undefined) {
    const { start } = rangeOf(next);
    return { start, end: start, text: `${entry}, ` };
  }
  const { end } = rangeOf(holder.items.at(-1));
  return { start: end, end, text: `, ${entry}` };
}

/** Adds an entry to a list or map that has some. */
export function addEntry(
  parsed: Parsed,
  holder: Holder,
  at: number,
  key: Key,
  value: unknown,
): Splice {
  const token = blockOf(holder);
  if (token !== undefined) {
    const lines = indented(entryLines(key, value), token.indent);
    return linesAt(parsed.text, holder, at, lines);
  }
  const entry = typeof key === "number" ? inline(value) : `${inline(key)}: ${inline(value)}`;
  return addToFlow(holder, at, entry);
}

/** Where a new key goes: behind all that are written before it. Never first: that line may hold a dash. */
export function placeOf(map: Holder, key: string): number {
  const rank = rankOf(key);
  const keys = (map as YAMLMap).items.map((pair) =>
    isScalar(pair.key) ? String(pair.key.value) : "",
  );
  return Math.max(1, keys.findLastIndex((one) => rankOf(one) <= rank) + 1);
}

/** Takes an entry out of a list or map that keeps others. */
export function takeOut(parsed: Parsed, holder: Holder, index: number): Splice {
  const token = blockOf(holder);
  if (token !== undefined) return extent(parsed.text, token, index);
  const own = rangeOf(holder.items[index]);
  const next = holder.items[index + 1];
  if (next !== undefined) return { start: own.start, end: rangeOf(next).start, text: "" };
  return { start: rangeOf(holder.items[index - 1]).end, end: own.end, text: "" };
}

function valueNode(holder: Holder, index: number): Node {
  const item: unknown = holder.items[index];
  const node = isPair(item) ? item.value : item;
  if (!isNode(node)) throw new NoSplice();
  return node;
}

function replaceLines(token: BlockToken, index: number, key: Key, value: unknown): Splice {
  const item = sure(token.items[index]);
  const { end } = spanOf(token, index);
  const mark = typeof key === "number" ? "seq-item-ind" : "map-value-ind";
  const marks = typeof key === "number" ? item.start : sure(item.sep);
  const start = sure(marks.find(({ type }) => type === mark)).offset + 1;
  if (typeof key === "number") {
    const lines = indented(entryLines(key, value), token.indent);
    return { start: start - 1, end, text: lines.trimStart() };
  }
  if (!isTallAt(key, value)) return { start, end, text: ` ${inline(value)}\n` };
  return { start, end, text: `\n${indented(block(value), token.indent + 2)}` };
}

/** Puts another value where one stands. */
export function replaceValue(
  parsed: Parsed,
  holder: Holder,
  index: number,
  key: Key,
  value: unknown,
): Splice {
  const token = blockOf(holder);
  const node = valueNode(holder, index);
  const [start, end] = sure(node.range);
  const isBlock = (isMap(node) || isSeq(node)) && blockOf(node) !== undefined;
  const isFolded = isScalar(node) && /^[|>]/.test(parsed.text.slice(start, end));
  const isSimple = start < end && !isBlock && !isFolded;
  if (isSimple && (token === undefined || !isTallAt(key, value))) {
    return { start, end, text: inline(value) };
  }
  return replaceLines(sure(token), index, key, value);
}
