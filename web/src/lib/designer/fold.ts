import type { EditPath } from "./edit.ts";
import type { Lines } from "./reading.ts";

/** Long lists folded away: a short text with a mark in the place of each, for all that stands around them. */
export type Folded = { text: string; lists: readonly Lines[]; full: string };

const markOf = (index: number) => `~folded-${index}~`;
const lineOf = (index: number, { indent }: Lines) => `${" ".repeat(indent)}- ${markOf(index)}\n`;
const startOf = ({ starts, end }: Lines) => starts[0] ?? end;

export function fold(full: string, lists: readonly Lines[]): Folded {
  const text = lists.reduceRight(
    (left, list, index) =>
      left.slice(0, startOf(list)) + lineOf(index, list) + left.slice(list.end),
    full,
  );
  return { text, lists, full };
}

function pathsOfMarks(value: unknown, path: EditPath = []): Map<string, EditPath> {
  if (typeof value !== "object" || value === null) return new Map();
  const entries = Object.entries(value) as [string, unknown][];
  return new Map(
    entries.flatMap(([key, one]) => {
      const at: EditPath = [...path, Array.isArray(value) ? Number(key) : key];
      const isMark = Array.isArray(one) && one.length === 1 && typeof one[0] === "string";
      return isMark ? [[String(one[0]), at] as const] : [...pathsOfMarks(one, at)];
    }),
  );
}

/**
 * A folded text with its lists back in their places, and where they are now; undefined when a mark is not where a
 * list can be. `value` is what the folded text says.
 */
export function unfold(
  { lists, full }: Folded,
  { text, value }: { text: string; value: unknown },
): { text: string; lists: Lines[] } | undefined {
  const paths = pathsOfMarks(value);
  let [whole, read] = ["", 0];
  const found: Lines[] = [];
  for (const [index, list] of lists.entries()) {
    const line = lineOf(index, list);
    const at = text.indexOf(`\n${line}`, Math.max(0, read - 1)) + 1;
    const path = paths.get(markOf(index));
    if (at === 0 || path === undefined || text.split(markOf(index)).length !== 2) return undefined;
    whole += text.slice(read, at);
    const by = whole.length - startOf(list);
    found.push({
      ...list,
      path,
      starts: list.starts.map((start) => start + by),
      end: list.end + by,
    });
    whole += full.slice(startOf(list), list.end);
    read = at + line.length;
  }
  return { text: whole + text.slice(read), lists: found };
}
