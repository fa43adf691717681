import type { FieldView } from "#shared/core/fields.ts";
import type { Bilingual } from "#shared/core/text.ts";
import { nameOf } from "./identity.ts";

type Place = Pick<FieldView, "kind" | "fields" | "item">;

const between = " › ";
const longest = 300;

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

function step(at: Place | undefined, part: string): Place | undefined {
  // Below a list or a map stands the name of an entry; below everything else a field.
  const isEntry = at?.kind === "list" || at?.kind === "map";
  return isEntry ? at.item : at?.fields?.find(({ key }) => key === part);
}

/** The field, or the entry of a list, that a path names. */
export function viewAtPlace(
  fields: readonly FieldView[],
  path: readonly string[],
): FieldView | undefined {
  const root: Place | undefined = { kind: "group", fields: [...fields] };
  return path.reduce<Place | undefined>(step, root) as FieldView | undefined;
}

/** A path as people read it: names of fields, and of entries what they are called. `Clusters › prod-east › Token`. */
export function placeWords(fields: readonly FieldView[], path: readonly string[]): Bilingual {
  const words = path.map((part, index): Bilingual => {
    const above = index === 0 ? undefined : viewAtPlace(fields, path.slice(0, index));
    const isEntry = above?.kind === "list" || above?.kind === "map";
    const view = isEntry ? undefined : viewAtPlace(fields, path.slice(0, index + 1));
    return view?.name ?? { en: part, "zh-CN": part };
  });
  const join = (locale: keyof Bilingual) => cut(words.map((word) => word[locale]).join(between));
  return { en: join("en"), "zh-CN": join("zh-CN") };
}

/** Where a difference lies. An entry that is a text is told by its list: the text itself stands beside it. */
export function changeWords(
  fields: readonly FieldView[],
  { path, before, after }: { path: readonly string[]; before?: unknown; after?: unknown },
): Bilingual {
  const isItself = path.length > 1 && (after ?? before) === path.at(-1);
  return placeWords(fields, isItself ? path.slice(0, -1) : path);
}

/** A dotted path with the numbers of entries replaced by what they are called. */
export function namedPath(value: unknown, path: string): string[] {
  let node = value;
  return path.split(".").map((key) => {
    const isList = Array.isArray(node);
    node = (node as Record<string, unknown> | undefined)?.[key];
    return isList ? (nameOf(node)?.name ?? String(Number(key) + 1)) : key;
  });
}
