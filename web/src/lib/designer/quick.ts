import type { Edit, EditPath } from "./edit.ts";
import { fold, unfold } from "./fold.ts";
import {
  endOf,
  entryOf,
  placeIn,
  readingOf,
  shifted,
  type Lines,
  type Reading,
} from "./reading.ts";
import { entryLines } from "./render.ts";
import { indented, setIn } from "./splice.ts";
import { isSame, valueAt } from "./value.ts";

/** Edits of one entry of a long list: its own lines are read and written, never all of the text. */

type Slow = (source: string, edit: Edit) => string;
type Place = { list: Lines; index: number };

function cut(text: string, start: number, end: number, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}

function linesOf({ text }: Reading, { list, index }: Place): string {
  return text.slice(list.starts[index], endOf(list, index));
}

/** The list with the starts of its entries changed; all others as they are. */
function withStarts(lists: readonly Lines[], changed: Lines, starts: number[]): Lines[] {
  return lists.map((list) => (list.path === changed.path ? { ...list, starts } : list));
}

function without(reading: Reading, { list, index }: Place): Reading | undefined {
  const { text, lists } = reading;
  const [start, end] = [list.starts[index], endOf(list, index)];
  if (start === undefined || list.starts.length === 1) return undefined;
  const left = withStarts(lists, list, list.starts.toSpliced(index, 1));
  return { ...reading, text: cut(text, start, end, ""), lists: shifted(left, end, start - end) };
}

function withLines(reading: Reading, { list, index }: Place, lines: string): Reading | undefined {
  const { text, lists } = reading;
  const at = list.starts[index] ?? list.end;
  if (at > 0 && text[at - 1] !== "\n") return undefined;
  const moved = shifted(lists, at, lines.length);
  const own = moved.find(({ path }) => path === list.path);
  if (own === undefined) return undefined;
  const starts = own.starts.toSpliced(index, 0, at);
  return { ...reading, text: cut(text, at, at, lines), lists: withStarts(moved, own, starts) };
}

function inEntry(
  reading: Reading,
  edit: Edit,
  { place, wanted, slow }: { place: Place; wanted: unknown; slow: Slow },
): Reading | undefined {
  const { list, index } = place;
  const start = list.starts[index];
  if (start === undefined) return undefined;
  const before = linesOf(reading, place);
  const lines = slow(before, edit);
  const entry = entryOf(lines, list.indent);
  if (!entry || !isSame(entry.value, valueAt(wanted, [...list.path, index]))) return undefined;
  const end = start + before.length;
  const lists = shifted(reading.lists, end, lines.length - before.length);
  return { ...reading, text: cut(reading.text, start, end, lines), lists };
}

function moved(reading: Reading, edit: Edit & { kind: "move" }): Reading | undefined {
  const source = placeIn(reading.lists, edit.from);
  if (source === undefined || source.rest.length > 0) return undefined;
  const left = without(reading, source);
  const target = left && placeIn(left.lists, edit.to);
  if (!left || !target || target.rest.length > 0) return undefined;
  const lines = `${linesOf(reading, source).trimEnd()}\n`;
  return withLines(left, target, setIn(lines, target.list.indent - source.list.indent));
}

function added(reading: Reading, edit: Edit & { kind: "insert" }): Reading | undefined {
  const place = placeIn(reading.lists, edit.path);
  if (place === undefined || place.rest.length > 0) return undefined;
  const { list, index } = place;
  return withLines(reading, place, indented(entryLines(index, edit.value), list.indent));
}

/** The edit as it is inside the entry, whose lines are a list of their own with one entry. */
function inside(lists: readonly Lines[], edit: Edit): { edit: Edit; place: Place } | undefined {
  const [first, second] = edit.kind === "move" ? [edit.from, edit.to] : [edit.path, edit.path];
  const [place, other] = [placeIn(lists, first), placeIn(lists, second)];
  if (!place || !other || place.list !== other.list || place.index !== other.index) return;
  if (place.rest.length === 0 || other.rest.length === 0) return undefined;
  const [from, to] = [place.rest, other.rest].map((rest) => [0, ...rest]) as [number[], number[]];
  return { place, edit: edit.kind === "move" ? { ...edit, from, to } : { ...edit, path: from } };
}

function pathsOf(edit: Edit): EditPath[] {
  return edit.kind === "move" ? [edit.from, edit.to] : [edit.path];
}

function leadsTo(path: EditPath, list: Lines): boolean {
  return path.every((key, at) => key === list.path[at]);
}

/** An edit of what stands around the long lists. */
function around(reading: Reading, edit: Edit, slow: Slow): Reading | undefined {
  const isList = pathsOf(edit).some((path) => reading.lists.some((list) => leadsTo(path, list)));
  if (isList || reading.lists.length === 0) return undefined;
  const folded = fold(reading.text, reading.lists);
  const text = slow(folded.text, edit);
  const found = unfold(folded, { text, value: readingOf(text).value });
  return found && { ...reading, ...found };
}

/** What the text is after an edit of a long list's entry, or of what stands around such lists; undefined where more of it must be looked at. */
export function quickEdit(
  reading: Reading,
  edit: Edit,
  { wanted, slow }: { wanted: unknown; slow: Slow },
): Reading | undefined {
  const own = inside(reading.lists, edit);
  if (own) return inEntry(reading, own.edit, { place: own.place, wanted, slow });
  if (pathsOf(edit).every((path) => !placeIn(reading.lists, path))) {
    return around(reading, edit, slow);
  }
  if (edit.kind === "move") return moved(reading, edit);
  if (edit.kind === "insert") return added(reading, edit);
  const place = edit.kind === "delete" && placeIn(reading.lists, edit.path);
  return place && place.rest.length === 0 ? without(reading, place) : undefined;
}
