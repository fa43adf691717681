import { describe, expect, it } from "vitest";
import { applyEdit, applyEdits, readSource } from "../../../web/src/lib/designer/document.ts";
import type { Edit } from "../../../web/src/lib/designer/edit.ts";

const source = `# What it is for.
name: { en: Expense,   zh-CN: 费用报销 } # shown in lists
category: business
form:
  summary: [kind]   # one is enough
  fields:
    # The kind decides the rest.
    - type: select
      name: kind
      label: { en: "Kind", zh-CN: '类别' }
      options:
        - { value: travel, label: { en: Travel, zh-CN: 差旅 } } # far away
        - { value: meal, label: { en: Meal, zh-CN: 餐饮 } }

    # How much.
    - type: number   # no money
      name: amount
      label: { en: Amount, zh-CN: 金额 }
    - type: note
      name: hint
      text:
        en: >-
          Keep
          receipts.
        zh-CN: 保留票据。
chain:
  - kind: approve
    id: leader
    name: { en: Leader, zh-CN: 负责人 }
    who: [{ departmentLeader: { up: 0 } }]
`;

describe("an edit changes its own lines only", () => {
  it("puts another scalar, and comments and quotes elsewhere stay", () => {
    const text = applyEdit(source, {
      kind: "set",
      path: ["form", "fields", 0, "label", "en"],
      value: "Type: of, cost",
    });
    expect(text).toBe(source.replace('en: "Kind"', 'en: "Type: of, cost"'));
  });

  it("says the same: the same bytes", () => {
    const path = ["form", "fields", 0, "label", "en"];
    expect(applyEdit(source, { kind: "set", path, value: "Kind" })).toBe(source);
    expect(applyEdits(source, [])).toBe(source);
  });

  it("adds keys where templates have them", () => {
    const text = applyEdits(source, [
      { kind: "set", path: ["form", "fields", 1, "max"], value: 10 },
      { kind: "set", path: ["form", "fields", 1, "required"], value: true },
      { kind: "set", path: ["form", "fields", 1, "min"], value: 1 },
      { kind: "set", path: ["icon"], value: "receipt" },
    ]);
    expect(text).toContain("      required: true\n      min: 1\n      max: 10\n    - type: note");
    expect(text).toContain("category: business\nicon: receipt\nform:");
  });

  it("adds a field as it would be written by hand", () => {
    const value = {
      options: [{ value: "a", label: { en: "A", "zh-CN": "甲" } }],
      label: { en: "New", "zh-CN": "新" },
      visibleWhen: { is: "meal", field: "kind" },
      name: "added",
      type: "radio",
    };
    const text = applyEdit(source, { kind: "insert", path: ["form", "fields", 1], value });
    const own = `    - type: radio
      name: added
      label: { en: New, zh-CN: 新 }
      options:
        - { value: a, label: { en: A, zh-CN: 甲 } }
      visibleWhen: { field: kind, is: meal }
`;
    expect(text).toBe(source.replace("\n    # How much.", `${own}\n    # How much.`));
  });

  it("moves a field with its comment", () => {
    const text = applyEdit(source, {
      kind: "move",
      from: ["form", "fields", 1],
      to: ["form", "fields", 0],
    });
    expect(text.indexOf("# How much.")).toBeLessThan(text.indexOf("# The kind decides"));
    expect(text).toContain("    # How much.\n    - type: number   # no money\n");
    expect(text.split("\n").toSorted()).toEqual(source.split("\n").toSorted());
  });

  it("takes a field away with its comment, and the last of a list leaves an empty one", () => {
    const text = applyEdit(source, { kind: "delete", path: ["form", "fields", 1] });
    expect(text).not.toContain("How much");
    expect(text).toContain("# The kind decides the rest.");
    const empty = applyEdit(source, { kind: "delete", path: ["chain", 0] });
    expect(empty.endsWith("chain: []\n")).toBe(true);
    expect(
      applyEdit(empty, {
        kind: "insert",
        path: ["chain", 0],
        value: { id: "a", kind: "cc", name: { en: "A" } },
      }),
    ).toContain("chain:\n  - kind: cc\n    id: a\n    name: { en: A }\n");
  });

  it("edits short lists in their line", () => {
    const insert: Edit = { kind: "insert", path: ["form", "summary", 1], value: "amount" };
    const text = applyEdit(source, insert);
    expect(text).toContain("  summary: [kind, amount]   # one is enough\n");
    expect(applyEdit(text, { kind: "delete", path: ["form", "summary", 1] })).toBe(source);
  });

  it("brings a step into a branch with its comments", () => {
    const chain = `chain:
  # first of all
  - kind: approve # yes
    id: a
  - kind: branch
    id: b
    branches:
      - when: { field: x, is: 1 }
        nodes:
          - kind: cc
            id: c
`;
    const text = applyEdit(chain, {
      kind: "move",
      from: ["chain", 0],
      to: ["chain", 0, "branches", 0, "nodes", 1],
    });
    expect(text).toContain(
      "            id: c\n          # first of all\n          - kind: approve # yes\n            id: a\n",
    );
  });
});

describe("where a splice is impossible, what the document says is right all the same", () => {
  it("with anchors", () => {
    const text = `a: &one { x: 1 }\nb: *one\n# kept\nc: 3\n`;
    const read = readSource(applyEdit(text, { kind: "set", path: ["b", "x"], value: 2 }));
    expect(read.value).toEqual({ a: { x: 1 }, b: { x: 2 }, c: 3 });
    const gone = readSource(applyEdit(text, { kind: "delete", path: ["a"] }));
    expect(gone.value).toEqual({ b: { x: 1 }, c: 3 });
  });

  it("in a source with a fault nothing changes", () => {
    const text = "a: [1\nb: 2";
    expect(applyEdit(text, { kind: "set", path: ["b"], value: 3 })).toBe(text);
    expect(readSource(text).fault?.line).toBe(2);
  });
});
