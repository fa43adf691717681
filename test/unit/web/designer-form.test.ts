import { describe, expect, it } from "vitest";
import { FormField } from "#shared/form/schema.ts";
import { applyEdits, readSource } from "../../../web/src/lib/designer/document.ts";
import {
  copyOf,
  firstLabels,
  freeName,
  newColumn,
  newField,
  newOption,
} from "../../../web/src/lib/designer/form/new-field.ts";
import { readableForm } from "../../../web/src/lib/designer/form/readable-form.ts";
import { columnEdits, referenceEdits } from "../../../web/src/lib/designer/form/rename.ts";
import { begin, push, redo, undo } from "../../../web/src/lib/designer/history.ts";
import { placeOf } from "../../../web/src/lib/designer/place.ts";

const kinds = FormField.options.map((option) => option.shape.type.value);

describe("a new field", () => {
  it.each(kinds)("of kind %s fits the schema as it comes", (kind) => {
    expect(FormField.safeParse(newField(kind, [])).success).toBe(true);
    expect(Object.keys(firstLabels)).toContain(kind);
  });

  it("has a name of its own, as has a copy, a column and an option", () => {
    expect(newField("text", ["text", "text2"]).name).toBe("text3");
    expect(copyOf({ type: "text", name: "a2" }, ["a2", "a3"]).name).toBe("a4");
    expect(freeName("x".repeat(40), ["x".repeat(40)]).length).toBeLessThanOrEqual(40);
    expect(newColumn(["column"]).name).toBe("column2");
    expect(newOption(["option"]).value).toBe("option2");
  });
});

const source = `form:
  summary: [items, kind]
  fields:
    - { type: text, name: kind, label: { en: kind, zh-CN: kind } }
    - type: detailTable
      name: items
      columns: [{ type: number, name: count }]
      sums: [count]
    - type: external
      name: supplier
      url: "https://a.test/{{kind}}?x={{kinds}}"
      visibleWhen: { all: [{ field: kind, is: kind }, { field: items.count, atLeast: 2 }] }
chain:
  - kind: approve
    id: kind
    name: { en: kind }
    who: [{ field: kind }, { serviceOwner: kind }]
    fields: { kind: edit, items: read }
  - kind: automate
    parameters: { body: { kind: "{{form.kind}} of {{ form.kind }}", field: kind } }
`;
const after = (edits: ReturnType<typeof referenceEdits>) =>
  readSource(applyEdits(source, edits)).value;

describe("another name", () => {
  it("changes whatever names the field, and nothing that only reads alike", () => {
    expect(after(referenceEdits(readSource(source).value, "kind", "sort"))).toMatchObject({
      form: {
        summary: ["items", "sort"],
        fields: [
          { name: "kind", label: { en: "kind" } },
          {},
          {
            url: "https://a.test/{{sort}}?x={{kinds}}",
            visibleWhen: { all: [{ field: "sort", is: "kind" }, { field: "items.count" }] },
          },
        ],
      },
      chain: [
        {
          id: "kind",
          name: { en: "kind" },
          who: [{ field: "sort" }, { serviceOwner: "sort" }],
          fields: { sort: "edit", items: "read" },
        },
        { parameters: { body: { kind: "{{form.sort}} of {{ form.sort }}", field: "kind" } } },
      ],
    });
  });

  it("of a table or its column changes conditions on its totals, and its sums", () => {
    const table = after(referenceEdits(readSource(source).value, "items", "lines"));
    expect(JSON.stringify(table)).toContain('"field":"lines.count"');
    const column = after(columnEdits(readSource(source).value, 1, "count", "pieces"));
    expect(JSON.stringify(column)).toContain('"field":"items.pieces"');
    expect(JSON.stringify(column)).toContain('"sums":["pieces"]');
  });
});

describe("the form as far as it can be shown", () => {
  it("keeps a field whose label is being written anew, and leaves out what fits no schema", () => {
    const label = { en: "", "zh-CN": "数量" };
    const fields = [{ type: "number", name: "count", label }, { type: "txt", name: "x" }, null];
    const form = readableForm({ form: { fields, summary: ["count", "gone"] } });
    expect(form.fields).toMatchObject([{ name: "count", label: { en: "数量", "zh-CN": "数量" } }]);
    expect(form.summary).toEqual(["count"]);
  });
});

describe("where a finding is mended", () => {
  const document = { chain: [{ id: "a", branches: [{ nodes: [{ id: "b" }] }] }] };
  it.each([
    ["form.fields.3.label.en", { tab: "form", field: 3 }],
    ["form.summary.0", { tab: "form", field: null }],
    ["chain.0.branches.0.nodes.0.who", { tab: "chain", node: "b" }],
    ["chain.0.branches.0.when", { tab: "chain", node: "a" }],
    ["numberPrefix", { tab: "settings" }],
    ["strange", { tab: "source" }],
    ["", { tab: "source" }],
  ])("%s", (path, place) => {
    expect(placeOf({ path }, document)).toEqual(place);
    expect(placeOf({ path }, null)).toEqual({ tab: "source" });
  });
});

describe("the history", () => {
  it("takes quick changes of one thing as one step, and others as their own", () => {
    let history = begin("");
    history = push(history, "a", "label", 1000);
    history = push(history, "ab", "label", 1500);
    history = push(history, "abc", "label", 4000);
    history = push(history, "abcd", "", 4100);
    history = push(history, "abcde", "", 4200);
    const texts = [history.now.text];
    for (let back = undo(history); back; back = undo(back)) texts.push(back.now.text);
    expect(texts).toEqual(["abcde", "abcd", "abc", "ab", ""]);
  });

  it("goes forward again until something else is done", () => {
    const two = push(push(begin("1"), "2", "", 1), "3", "", 2);
    const back = undo(two);
    expect(back && redo(back)?.now.text).toBe("3");
    const other = back && push(back, "4", "", 3);
    expect(other && redo(other)).toBeNull();
    expect(other && undo(other)?.now.text).toBe("2");
  });
});
