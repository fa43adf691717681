import { describe, expect, test } from "vitest";
import { indent, lineSpan, newLine, outdent } from "#lib/designer/edit-text.ts";

describe("Tab", () => {
  test("puts two spaces at the caret", () => {
    expect(indent({ text: "ab", start: 1, end: 1 })).toEqual({ text: "a  b", start: 3, end: 3 });
  });
  test("moves all selected lines, and Shift-Tab takes them back", () => {
    const before = { text: "a:\n  b: 1\n\nc", start: 1, end: 9 };
    const moved = indent(before);
    expect(moved.text).toBe("  a:\n    b: 1\n\nc");
    expect(outdent(moved).text).toBe(before.text);
  });
  test("Shift-Tab keeps a line that stands at the margin", () => {
    expect(outdent({ text: "ab", start: 1, end: 1 })).toEqual({ text: "ab", start: 1, end: 1 });
  });
});

describe("Enter", () => {
  test("keeps the inset, and goes in behind a colon", () => {
    expect(newLine({ text: "  a: 1", start: 6, end: 6 }).text).toBe("  a: 1\n  ");
    expect(newLine({ text: "  a:", start: 4, end: 4 }).text).toBe("  a:\n    ");
  });
});

test("a line's place in the text", () => {
  expect(lineSpan("ab\ncd\n", 2)).toEqual({ start: 3, end: 5 });
  expect(lineSpan("ab\ncd", 9)).toEqual({ start: 3, end: 5 });
});
