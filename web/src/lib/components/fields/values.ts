import type { FieldView } from "#shared/core/fields.ts";

export type Values = Record<string, unknown>;

/** Text typed into a JSON field that is no JSON yet: kept in the value, so that nothing typed is lost. */
export class Unreadable {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toJSON(): string {
    return this.text;
  }
}

/** The JSON value of a text, the text itself when it is none, undefined for an empty one. */
export function parsedJson(text: string): unknown {
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return new Unreadable(text);
  }
}

export function jsonText(value: unknown): string {
  if (value === undefined) return "";
  return value instanceof Unreadable ? value.text : JSON.stringify(value, null, 2);
}

/** Nothing is entered: what holds is the default, if there is one. */
export function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

/** The values with one of them changed; undefined takes it out. */
export function withValue(values: Values, key: string, value: unknown): Values {
  if (value !== undefined) return { ...values, [key]: value };
  const { [key]: _, ...rest } = values;
  return rest;
}

/** What a value in which a group is expected holds. */
export function asValues(value: unknown): Values {
  const isGroup = typeof value === "object" && value !== null && !Array.isArray(value);
  return isGroup ? (value as Values) : {};
}

/** What stands in a list: the default where nothing is entered. */
export function asItems(view: FieldView, value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return Array.isArray(view.default) ? view.default : [];
}

/** A new entry of a list or a map, to be filled in. */
export function newItem(item: FieldView | undefined): unknown {
  if (item === undefined) return "";
  if (item.kind === "group" || item.kind === "map") return {};
  if (item.kind === "list") return [];
  if (item.kind === "boolean") return item.default ?? false;
  if (item.kind === "choice") return item.default ?? item.choices?.[0] ?? "";
  return item.kind === "json" || item.kind === "secret" ? null : "";
}

/** A list with one of its entries somewhere else; the same list when there is no such place. */
export function moved<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const item = items[from];
  if (item === undefined || to < 0 || to >= items.length) return [...items];
  return items.toSpliced(from, 1).toSpliced(to, 0, item);
}
