import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, visit } from "yaml";
import type { Document } from "yaml";
import type { EditPath } from "./edit.ts";
import { fold, unfold } from "./fold.ts";
import { blockOf, extent } from "./splice.ts";
import { edited, valueAt } from "./value.ts";

export type SyntaxFault = { message: string; line: number | null };
/** A source as the designers see it: a plain value, or what is wrong with the text. */
export type Read = { value: unknown; fault: null } | { value: null; fault: SyntaxFault };

/** A long list on lines of its own: an entry reaches from its start to the next one's, the last one to `end`. */
export type Lines = { path: EditPath; indent: number; starts: number[]; end: number };
/** What a text says, and the lists in it whose entries can be read and edited without all the rest. */
export type Reading = Read & { text: string; lists: readonly Lines[] };

const mostAliases = 50;
/** Below, reading all of it takes no time that anybody would notice. */
const longText = 20_000;
const fewestEntries = 4;
/** What reaches beyond its own entry, or may: several documents, block scalars, other line ends. */
const spreading = /\r|^(?:---|\.\.\.|%)|[|>][-+\d]*[ \t]*(?:#.*)?$/m;

function faultIn(yaml: Document.Parsed): SyntaxFault | null {
  const [fault] = [...yaml.errors, ...yaml.warnings];
  if (fault === undefined) return null;
  const [message = ""] = fault.message.split("\n", 1);
  return { message, line: fault.linePos?.[0].line ?? null };
}

function isPlain(yaml: Document.Parsed): boolean {
  let isOwn = true;
  visit(yaml, {
    Node: (_, node) => {
      const isNamed = isAlias(node) || node.anchor !== undefined || node.tag !== undefined;
      if (isNamed) isOwn = false;
      return isOwn ? undefined : visit.BREAK;
    },
  });
  return isOwn;
}

function listsBelow(text: string, node: unknown, path: EditPath): Lines[] {
  if (isSeq(node)) {
    const token = blockOf(node);
    if (!token || node.items.length < fewestEntries) {
      return node.items.flatMap((item, index) => listsBelow(text, item, [...path, index]));
    }
    const extents = node.items.map((_, index) => extent(text, token, index));
    const starts = extents.map(({ start }) => start);
    return [{ path, indent: token.indent, starts, end: extents.at(-1)?.end ?? 0 }];
  }
  if (!isMap(node)) return [];
  return node.items.flatMap((pair) =>
    isPair(pair) && isScalar(pair.key)
      ? listsBelow(text, pair.value, [...path, String(pair.key.value)])
      : [],
  );
}

function longLists(text: string, yaml: Document.Parsed): Lines[] {
  if (text.length < longText || spreading.test(text) || !isPlain(yaml)) return [];
  try {
    return listsBelow(text, yaml.contents, []);
  } catch {
    // An odd layout: such a list is edited with all the rest.
    return [];
  }
}

function readAll(text: string): Reading {
  const lineCounter = new LineCounter();
  const keepSourceTokens = text.length >= longText;
  const yaml = parseDocument(text, { lineCounter, keepSourceTokens });
  const fault = faultIn(yaml);
  if (fault !== null) return { text, value: null, fault, lists: [] };
  try {
    const value: unknown = yaml.toJS({ maxAliasCount: mostAliases });
    return { text, value, fault: null, lists: longLists(text, yaml) };
  } catch (error) {
    const message = error instanceof Error ? error.message : "";
    return { text, value: null, fault: { message, line: null }, lists: [] };
  }
}

/** The value of one entry's lines, when they are that and nothing else; undefined where more must be looked at. */
export function entryOf(lines: string, indent: number): { value: unknown } | undefined {
  if (!lines.endsWith("\n") || spreading.test(lines)) return undefined;
  const yaml = parseDocument(lines, { keepSourceTokens: true });
  const list = yaml.contents;
  const isFine = yaml.errors.length + yaml.warnings.length === 0 && isPlain(yaml);
  if (!isFine || !isSeq(list) || list.items.length !== 1) return undefined;
  if (blockOf(list)?.indent !== indent) return undefined;
  return { value: (yaml.toJS() as unknown[])[0] };
}

/** Where an entry ends. */
export function endOf({ starts, end }: Lines, index: number): number {
  return starts[index + 1] ?? end;
}

/** The lists after something in front of, or inside, them became longer or shorter. */
export function shifted(lists: readonly Lines[], from: number, by: number): Lines[] {
  const move = (at: number) => (at >= from ? at + by : at);
  return lists.map((list) => ({ ...list, starts: list.starts.map(move), end: move(list.end) }));
}

function sameAtHead(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let length = 0;
  while (length < most && one[length] === other[length]) length += 1;
  return length;
}

function sameAtTail(one: string, other: string, head: number): number {
  const most = Math.min(one.length, other.length) - head;
  let length = 0;
  while (length < most && one.at(-1 - length) === other.at(-1 - length)) length += 1;
  return length;
}

/** The value of what stands around the folded lists, with the lists in it. */
export function withLists(around: unknown, before: unknown, was: readonly Lines[], is: Lines[]) {
  return is.reduce<unknown>((value, { path }, index) => {
    const list = valueAt(before, was[index]?.path ?? []);
    return edited(value, { kind: "set", path, value: list });
  }, around);
}

function readAround(before: Reading, text: string, lists: readonly Lines[]): Reading | undefined {
  const folded = fold(text, lists);
  if (spreading.test(folded.text)) return undefined;
  const yaml = parseDocument(folded.text);
  if (faultIn(yaml) !== null || !isPlain(yaml)) return undefined;
  const around: unknown = yaml.toJS();
  const found = unfold(folded, { text: folded.text, value: around });
  if (found?.text !== text) return undefined;
  const value = withLists(around, before.value, before.lists, found.lists);
  return { text, value, fault: null, lists: found.lists };
}

function readEntry(
  before: Reading,
  text: string,
  { list, index }: { list: Lines; index: number },
): Reading | undefined {
  const end = endOf(list, index);
  const by = text.length - before.text.length;
  const entry = entryOf(text.slice(list.starts[index], end + by), list.indent);
  if (entry === undefined) return undefined;
  const path = [...list.path, index];
  const value = edited(before.value, { kind: "set", path, value: entry.value });
  return { text, value, fault: null, lists: shifted(before.lists, end, by) };
}

/** Reads a text that differs from one already read inside one entry of a long list, or around all of them. */
function readNear(before: Reading, text: string): Reading | undefined {
  if (before.fault !== null || before.lists.length === 0) return undefined;
  const head = sameAtHead(before.text, text);
  const changedTo = before.text.length - sameAtTail(before.text, text, head);
  for (const list of before.lists) {
    const index = list.starts.findLastIndex((start) => start <= head);
    if (index >= 0 && changedTo <= endOf(list, index)) {
      return readEntry(before, text, { list, index });
    }
  }
  const isAround = before.lists.every(
    ({ starts: [start = 0], end }) => changedTo < start || head > end,
  );
  const by = text.length - before.text.length;
  return isAround ? readAround(before, text, shifted(before.lists, changedTo, by)) : undefined;
}

const mostKept = 40;
const kept = new Map<string, Reading>();
let last: Reading | undefined;

/** Remembers what a text says: those that were read last, undone ones among them. */
export function remember(reading: Reading): Reading {
  kept.delete(reading.text);
  kept.set(reading.text, reading);
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  last = reading;
  return reading;
}

/** Reads a source. Never throws; what was read a moment ago costs nothing, what is near it little. */
export function readingOf(text: string): Reading {
  return remember(kept.get(text) ?? (last && readNear(last, text)) ?? readAll(text));
}

/** The long list, and the entry of it, that a path leads through. */
export function placeIn(
  lists: readonly Lines[],
  path: EditPath,
): { list: Lines; index: number; rest: EditPath } | undefined {
  for (const list of lists) {
    const index = path[list.path.length];
    const isIn = list.path.every((key, at) => key === path[at]);
    if (isIn && typeof index === "number") {
      return { list, index, rest: path.slice(list.path.length + 1) };
    }
  }
  return undefined;
}
