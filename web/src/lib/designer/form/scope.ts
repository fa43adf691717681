import type { Edit, EditPath } from "../edit.ts";
import type { RawField } from "./raw.ts";

/** What the settings of a kind work on: a field, or a column of a detail table. */
export type Scope = {
  field: RawField;
  /** Undefined takes the setting away. While somebody types, several changes are one step of the history. */
  put: (path: EditPath, value: unknown, isTyping?: boolean) => void;
  /** Several changes as one step; paths are inside the field. */
  edit: (edits: Edit[]) => void;
};

export function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
