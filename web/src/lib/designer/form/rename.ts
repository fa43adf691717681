import type { Edit, EditPath } from "../edit.ts";
import { valueAt } from "../value.ts";

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A way of naming a field: the same text with the other name, or undefined when it does not name it. */
function renamed(key: string | number | undefined, text: string, from: string, to: string) {
  if (key === "field" && (text === from || text.startsWith(`${from}.`)))
    return to + text.slice(from.length);
  if ((key === "serviceOwner" || key === "until") && text === from) return to;
  return undefined;
}

const slots = (text: string, from: string, to: string, before = "") =>
  text.replace(
    new RegExp(`\\{\\{(\\s*)${before.replace(".", "\\.")}${from}(?=[.}\\s])`, "g"),
    (_, space: string) => `{{${space}${before}${to}`,
  );

function textEdits(path: EditPath, text: string, from: string, to: string): Edit[] {
  const key = path.at(-1);
  const isParameter = path.includes("parameters");
  const isSummary = path[0] === "form" && path[1] === "summary";
  const next = isParameter
    ? slots(text, from, to, "form.")
    : isSummary && text === from
      ? to
      : key === "url"
        ? slots(text, from, to)
        : renamed(key, text, from, to);
  return next === undefined || next === text ? [] : [{ kind: "set", path, value: next }];
}

// What a step may do with a field is a map by the fields' names.
function keyEdits(path: EditPath, value: unknown, from: string, to: string): Edit[] {
  const isAccess = path[0] === "chain" && path.at(-1) === "fields" && isMap(value);
  if (!isAccess || !Object.hasOwn(value, from)) return [];
  return [
    { kind: "set", path: [...path, to], value: value[from] },
    { kind: "delete", path: [...path, from] },
  ];
}

function editsBelow(value: unknown, path: EditPath, from: string, to: string): Edit[] {
  if (typeof value === "string") return textEdits(path, value, from, to);
  if (Array.isArray(value)) {
    return value.flatMap((one, index) => editsBelow(one, [...path, index], from, to));
  }
  if (!isMap(value)) return [];
  const inner = Object.entries(value).flatMap(([key, one]) =>
    editsBelow(one, [...path, key], from, to),
  );
  return [...inner, ...keyEdits(path, value, from, to)];
}

/** What else has to change when a field gets another name: conditions, summary, sources, steps. */
export function referenceEdits(document: unknown, from: string, to: string): Edit[] {
  if (from === "") return [];
  return editsBelow(document, [], from, to).filter(
    (edit) => edit.kind === "set" || edit.kind === "delete",
  );
}

/** The same for a column: its sum, and conditions on its total. */
export function columnEdits(document: unknown, field: number, from: string, to: string): Edit[] {
  const place: EditPath = ["form", "fields", field];
  const table = String(valueAt(document, [...place, "name"]));
  const sums = valueAt(document, [...place, "sums"]);
  const inSums = (Array.isArray(sums) ? sums : []).flatMap((name, index): Edit[] =>
    name === from ? [{ kind: "set", path: [...place, "sums", index], value: to }] : [],
  );
  return [...inSums, ...referenceEdits(document, `${table}.${from}`, `${table}.${to}`)];
}
