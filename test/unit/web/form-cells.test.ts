import { expect, test } from "vitest";
import type { DetailTable } from "#shared/form/schema.ts";
import { blankRows, cellName, placeOf } from "../../../web/src/lib/components/form/cells.ts";

const label = { en: "Field", "zh-CN": "字段" };
const table: DetailTable = {
  type: "detailTable",
  name: "items",
  label,
  columns: [
    { type: "text", name: "what", label },
    { type: "number", name: "pieces", label },
  ],
  maxRows: 50,
  sums: [],
};
const at = (path: string) => placeOf(table, { path, code: "x", message: "" });

test("a fault is put at its row and column, or at the row or the table alone", () => {
  expect(at("form.items.3.pieces")).toMatchObject({ row: 3, column: { name: "pieces" } });
  expect(at("form.items.3.pieces.amount")?.column?.name).toBe("pieces");
  expect(at("form.items.10")).toEqual({ row: 10, column: undefined });
  expect(at("form.items")).toBeUndefined();
  expect(at("form.other.3.pieces")).toBeUndefined();
  expect(cellName("items", 3, "pieces")).toBe("items-3-pieces");
});

test("an untouched table begins with the rows it needs", () => {
  expect(blankRows(table)).toBe(0);
  expect(blankRows({ ...table, required: true })).toBe(1);
  expect(blankRows({ ...table, required: true, minRows: 3 })).toBe(3);
});
