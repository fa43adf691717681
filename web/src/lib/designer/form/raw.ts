/** A field as it is being written: it may lack anything. */
export type RawField = { type: string; name: string; [key: string]: unknown };

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The part of a document that a key names; an empty map when it is no map. */
export function part(value: unknown, key: string): Record<string, unknown> {
  const inner = isRecord(value) ? value[key] : undefined;
  return isRecord(inner) ? inner : {};
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Both languages of a text, empty where one is missing. */
export function bothOf(value: unknown): { en: string; "zh-CN": string } {
  const both = isRecord(value) ? value : {};
  return { en: text(both.en), "zh-CN": text(both["zh-CN"]) };
}

function rawOf(value: unknown): RawField {
  const field = isRecord(value) ? value : {};
  return { ...field, type: text(field.type), name: text(field.name) };
}

/** The fields of a document, each at its place, whatever is still wrong with them. */
export function rawFields(document: unknown): RawField[] {
  return list(part(document, "form").fields).map(rawOf);
}

export function rawColumns(field: RawField): RawField[] {
  return list(field.columns).map(rawOf);
}

export function namesIn(value: unknown): string[] {
  return list(value).filter((one) => typeof one === "string");
}
