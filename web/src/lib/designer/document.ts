import { parseDocument, stringify } from "yaml";
import type { Edit, EditPath } from "./edit.ts";
import { quickEdit } from "./quick.ts";
import { readingOf, remember, type Read } from "./reading.ts";
import * as splices from "./splice.ts";
import { edited, isSame, valueAt } from "./value.ts";

function parse(text: string): splices.Parsed {
  return { text, yaml: parseDocument(text, { keepSourceTokens: true }) };
}

function toValue({ text }: splices.Parsed): unknown {
  return readingOf(text).value;
}

/** Reads a source. Never throws. */
export function readSource(source: string): Read {
  return readingOf(source);
}

function cut({ text }: splices.Parsed, { start, end, text: by }: splices.Splice): string {
  return text.slice(0, start) + by + text.slice(end);
}

function setText(parsed: splices.Parsed, path: EditPath, value: unknown): string {
  const key = path.at(-1);
  if (key === undefined) return stringify(value, { lineWidth: 0 });
  const above = path.slice(0, -1);
  const holder = splices.holderAt(parsed, above);
  // An empty list or map has no place for an entry: it is written anew.
  if (holder === undefined || holder.items.length === 0) {
    return setText(parsed, above, typeof key === "number" ? [value] : { [key]: value });
  }
  const index = splices.indexIn(holder, key);
  if (index >= 0) return cut(parsed, splices.replaceValue(parsed, holder, index, key, value));
  if (typeof key === "number") throw new splices.NoSplice();
  return cut(parsed, splices.addEntry(parsed, holder, splices.placeOf(holder, key), key, value));
}

function deleteText(parsed: splices.Parsed, path: EditPath): string {
  const above = path.slice(0, -1);
  const key = path.at(-1);
  const holder = splices.holderAt(parsed, above);
  if (holder === undefined || key === undefined) throw new splices.NoSplice();
  const index = splices.indexIn(holder, key);
  if (index < 0) return parsed.text;
  if (holder.items.length === 1) return setText(parsed, above, typeof key === "number" ? [] : {});
  return cut(parsed, splices.takeOut(parsed, holder, index));
}

function insertText(parsed: splices.Parsed, path: EditPath, value: unknown): string {
  const above = path.slice(0, -1);
  const at = Number(path.at(-1));
  const holder = splices.holderAt(parsed, above);
  if (holder === undefined || holder.items.length === 0) return setText(parsed, above, [value]);
  return cut(parsed, splices.addEntry(parsed, holder, at, at, value));
}

/** Moves the lines of an entry with their comments; what can't be moved as lines is written anew. */
function moveText(parsed: splices.Parsed, from: EditPath, to: EditPath): string {
  const value = valueAt(toValue(parsed), from);
  const without = parse(deleteText(parsed, from));
  const source = splices.holderAt(parsed, from.slice(0, -1));
  const target = splices.holderAt(without, to.slice(0, -1));
  const [old, next] = [source && splices.blockOf(source), target && splices.blockOf(target)];
  if (!old || !next || !target) return insertText(without, to, value);
  const { start, end } = splices.extent(parsed.text, old, Number(from.at(-1)));
  const lines = `${parsed.text.slice(start, end).trimEnd()}\n`;
  const moved = splices.setIn(lines, next.indent - old.indent);
  return cut(without, splices.linesAt(without.text, target, Number(to.at(-1)), moved));
}

function spliced(parsed: splices.Parsed, edit: Edit): string {
  switch (edit.kind) {
    case "set":
      return setText(parsed, edit.path, edit.value);
    case "delete":
      return deleteText(parsed, edit.path);
    case "insert":
      return insertText(parsed, edit.path, edit.value);
    case "move":
      return moveText(parsed, edit.from, edit.to);
  }
}

function says(text: string, value: unknown): boolean {
  const read = readSource(text);
  return read.fault === null && isSame(read.value, value);
}

function attempt(work: () => string): string | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

// Settings that are left out are no keys: the text says nothing of them either.
function plain(edit: Edit): Edit {
  if (edit.kind !== "set" && edit.kind !== "insert") return edit;
  if (edit.value === undefined) return { kind: "delete", path: edit.path };
  return { ...edit, value: JSON.parse(JSON.stringify(edit.value)) as unknown };
}

function slowEdit(source: string, edit: Edit): string {
  const wanted = edited(readSource(source).value, edit);
  const parsed = parse(source);
  const direct = attempt(() => spliced(parsed, edit));
  if (direct !== undefined && says(direct, wanted)) return direct;
  const place = edit.kind === "move" ? [] : edit.path;
  for (let length = place.length - 1; length > 0; length -= 1) {
    const path = place.slice(0, length);
    const text = attempt(() => setText(parsed, path, valueAt(wanted, path)));
    if (text !== undefined && says(text, wanted)) return text;
  }
  return stringify(wanted, { lineWidth: 0 });
}

/**
 * The source after an edit; a source that can't be read stays as it is. Only the lines of what is edited change.
 * Where that is impossible (anchors, odd layouts) the smallest part around it that can be is written anew: what
 * the document says is always right, at worst comments of that part are lost.
 */
export function applyEdit(source: string, given: Edit): string {
  const edit = plain(given);
  const before = readingOf(source);
  if (before.fault !== null) return source;
  const wanted = edited(before.value, edit);
  if (isSame(before.value, wanted)) return source;
  const quick = quickEdit(before, edit, { wanted, slow: slowEdit });
  if (quick === undefined) return slowEdit(source, edit);
  return remember({ ...quick, value: wanted, fault: null }).text;
}

/** Several edits one after the other: each sees what the ones before it left. */
export function applyEdits(source: string, edits: readonly Edit[]): string {
  return edits.reduce(applyEdit, source);
}

/** A path as findings write it: digits are places in lists. */
export function pathOf(text: string): EditPath {
  if (text === "") return [];
  return text.split(".").map((key) => (/^\d+$/.test(key) ? Number(key) : key));
}
