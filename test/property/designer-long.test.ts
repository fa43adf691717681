import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, parseDocument } from "yaml";
import { applyEdit, readSource } from "#lib/designer/document.ts";
import type { Edit } from "#lib/designer/edit.ts";
import { edited, valueAt } from "#lib/designer/value.ts";

/** Steps as people write them: comments, flow and block, quotes, empty lines. */
const layouts = [
  (id: number) => `  - id: s${id}\n    name: { en: "Step ${id}", zh-CN: 步骤${id} } # said\n`,
  (id: number) =>
    `  # why ${id}\n  - id: s${id}\n    executeContext:\n      url: 'https://x/${id}'\n`,
  (id: number) => `  - { id: s${id}, action: wait }\n`,
  (id: number) =>
    `\n  - action: wait\n    id: s${id}\n    executeStrategy:\n      { preConfirm: true,\n        attempts: 2 }\n# at the edge\n`,
  (id: number) => `  - id: s${id}\n    list:\n      - one\n      - two # second\n\n`,
];
const kinds = fc.array(fc.nat(layouts.length - 1), { minLength: 5, maxLength: 10 });
const stepsOf = (chosen: number[]) =>
  chosen.map((kind, index) => layouts[kind]?.(index) ?? "").join("");
const setIn = (lines: string) => lines.replace(/^(?=[^#\n])/gm, "    ");

type Source = { text: string; steps: (string | number)[]; count: number };
const source: fc.Arbitrary<Source> = fc.oneof(
  kinds.map((chosen) => ({
    text: `name: { en: A }\nsteps:\n${stepsOf(chosen)}\nowners: [a@b.test] # last\n`,
    steps: ["steps"],
    count: chosen.length,
  })),
  fc.tuple(kinds, kinds).map(([first, second]) => ({
    text: `plans:\n  - type: A\n    steps:\n${setIn(stepsOf(first))}  # the way back\n  - type: B\n    steps:\n${setIn(stepsOf(second))}`,
    steps: ["plans", 1, "steps"],
    count: second.length,
  })),
);

const value = fc.constantFrom("x", "a: b", "“q” # c", 7, true, ["m", "n"], { a: 1, b: { c: "d" } });
const places = [
  ["id"],
  ["name", "en"],
  ["action"],
  ["executeStrategy", "attempts"],
  ["executeContext", "url"],
  ["list", 1],
];
const outside = [["name", "en"], ["owners", 0], ["service"], ["plans", 0, "mode"]];

function edits({ steps, count }: Source): fc.Arbitrary<Edit> {
  const index = fc.nat(count - 1);
  const path = fc.oneof(
    fc.tuple(index, fc.constantFrom(...places)).map(([at, place]) => [...steps, at, ...place]),
    fc.constantFrom(...outside),
  );
  const step = { id: "fresh", name: { en: "F", "zh-CN": "新" }, action: "wait" };
  return fc.oneof(
    fc.record({ kind: fc.constant("set" as const), path, value }),
    fc.record({ kind: fc.constant("delete" as const), path }),
    index.map((at): Edit => ({ kind: "delete", path: [...steps, at] })),
    fc.nat(count).map((at): Edit => ({ kind: "insert", path: [...steps, at], value: step })),
    fc
      .tuple(index, index)
      .map(([from, to]): Edit => ({ kind: "move", from: [...steps, from], to: [...steps, to] })),
  );
}
const histories = source.chain((given) =>
  fc.record({
    given: fc.constant(given),
    // Some edits make the list shorter: places that are gone are left out below.
    edits: fc.array(edits(given), { minLength: 1, maxLength: 5 }),
  }),
);

function isThere(text: string, edit: Edit): boolean {
  const read = readSource(text).value;
  return (edit.kind === "move" ? [edit.from, edit.to] : [edit.path]).every((path) => {
    const at = path.findLastIndex((key) => key === "steps") + 1;
    const list = valueAt(read, path.slice(0, at));
    const [first] = path;
    if (at === 0) return valueAt(read, [first ?? ""]) !== undefined || first === "service";
    const most = Array.isArray(list) ? list.length - (edit.kind === "insert" ? 0 : 1) : -1;
    return Number(path[at]) <= most;
  });
}
function readAnew(text: string): { value: unknown } | undefined {
  const yaml = parseDocument(text);
  try {
    const isFine = yaml.errors.length + yaml.warnings.length === 0;
    return isFine ? { value: yaml.toJS({ maxAliasCount: 50 }) } : undefined;
  } catch {
    return undefined;
  }
}
const unspaced = (text: string) => text.replaceAll(/\n\n+/g, "\n");
/** Makes a text so long that its entries are edited alone. */
const padding = `# ${"long ".repeat(4100)}\n`;

describe("a long list is edited entry by entry", () => {
  it("with the same bytes and the same value as when all of it is read", () => {
    fc.assert(
      fc.property(histories, (history) => {
        let short = history.given.text;
        let long = padding + history.given.text;
        for (const edit of history.edits) {
          if (!isThere(short, edit)) continue;
          const wanted = edited(parse(short), edit);
          short = applyEdit(short, edit);
          long = applyEdit(long, edit);
          expect(parse(long), JSON.stringify(edit)).toEqual(wanted);
          expect(readSource(long).value, JSON.stringify(edit)).toEqual(wanted);
          // Empty lines above what becomes the first entry may go with the one that was first.
          expect(unspaced(long), JSON.stringify(edit)).toBe(unspaced(padding + short));
        }
      }),
      { numRuns: 100 },
    );
  }, 120_000);

  it("and reads what is typed into it as a fresh reader does", () => {
    const typed = fc.constantFrom(
      "",
      "x",
      "\n",
      "- ",
      ":",
      "#",
      "'",
      '"',
      "  ",
      "{",
      "|\n",
      "*a",
      "\n  - id: n\n",
    );
    fc.assert(
      fc.property(
        source,
        fc.array(fc.tuple(fc.nat(), typed), { maxLength: 6 }),
        ({ text }, keys) => {
          let long = padding + text;
          for (const [place, key] of keys) {
            const where = padding.length + (place % (text.length + 1));
            long = long.slice(0, where) + key + long.slice(where + (key === "" ? 1 : 0));
            const read = readSource(long);
            const fresh = readAnew(long.slice(padding.length));
            expect(read.fault === null).toBe(fresh !== undefined);
            if (fresh) expect(read.value).toEqual(fresh.value);
          }
        },
      ),
      { numRuns: 200 },
    );
  }, 120_000);
});
