import { asItems, asValues, Unreadable, type Values } from "#lib/components/fields/values.ts";
import type { Edit, EditPath } from "#lib/designer/edit.ts";
import type { FieldView } from "#shared/core/fields.ts";

/**
 * Whether what was entered can stand in a document: no JSON that is half typed, and no map whose names are missing or
 * double. Until then it stays in the editor.
 */
export function isReady(view: FieldView, value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (value instanceof Unreadable) return false;
  const { item, fields = [] } = view;
  if (view.kind === "map" && Array.isArray(value)) return false;
  if (view.kind === "map" && item)
    return Object.values(asValues(value)).every((one) => isReady(item, one));
  if (view.kind === "list" && item) return asItems(view, value).every((one) => isReady(item, one));
  if (view.kind === "group") return fields.every((one) => isReady(one, asValues(value)[one.key]));
  return true;
}

/** What a change of one field does to the document; `key` is a field of what stands at `base`. */
export function fieldEdit(base: EditPath, key: string, values: Values): Edit {
  const value = values[key];
  const path = [...base, key];
  return value === undefined ? { kind: "delete", path } : { kind: "set", path, value };
}
