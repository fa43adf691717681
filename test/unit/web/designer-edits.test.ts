import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { applyEdit, readSource } from "../../../web/src/lib/designer/document.ts";
import type { Edit } from "../../../web/src/lib/designer/edit.ts";
import { edited } from "../../../web/src/lib/designer/value.ts";

const folder = "stacks/local/demo/templates";
/** Every edit of a kind, everywhere in a document. */
function everyEdit(value: unknown, path: (string | number)[] = []): Edit[] {
  if (typeof value !== "object" || value === null) {
    return path.length % 2 === 0
      ? [{ kind: "set", path, value: "x: y, z" }]
      : [{ kind: "set", path, value: { en: "A", "zh-CN": "乙" } }];
  }
  const inner = Object.entries(value).flatMap(([key, one]) =>
    everyEdit(one, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  const own: Edit[] =
    path.length === 0
      ? []
      : [
          { kind: "delete", path },
          { kind: "set", path, value: [] },
        ];
  if (!Array.isArray(value))
    return [...own, ...inner, { kind: "set", path: [...path, "newKey"], value: 1 }];
  const ends = [0, value.length].map((at): Edit => ({
    kind: "insert",
    path: [...path, at],
    value: { type: "text", name: "n" },
  }));
  const moves = value.flatMap((_, from) =>
    value.map((__, to): Edit => ({ kind: "move", from: [...path, from], to: [...path, to] })),
  );
  return [...own, ...inner, ...ends, ...moves];
}

describe("every edit of every place of a long template", () => {
  it.each(["expense.yaml", "leave.yaml"])("%s", { timeout: 60_000 }, (file) => {
    const text = readFileSync(`${folder}/${file}`, "utf8");
    const { value } = readSource(text);
    const comments = text.split("\n").filter((line) => line.trimStart().startsWith("#"));
    // Every third keeps this short; which ones changes with the templates.
    for (const edit of everyEdit(value).filter((_, index) => index % 3 === 0)) {
      const after = applyEdit(text, edit);
      expect(readSource(after).value, JSON.stringify(edit)).toEqual(edited(value, edit));
      if (edit.kind === "set" && !Array.isArray(edit.value)) {
        const rest = new Set(after.split("\n"));
        const lost = text.split("\n").filter((line) => !rest.has(line));
        expect(lost.length, JSON.stringify(edit)).toBeLessThanOrEqual(1);
      }
      for (const comment of comments) expect(after, JSON.stringify(edit)).toContain(comment);
    }
  });
});
