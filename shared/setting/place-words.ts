import type { FieldView } from "#shared/core/fields.ts";
import type { Bilingual } from "#shared/core/text.ts";
import { nameOf } from "./identity.ts";

type Place = Pick<FieldView, "kind" | "fields" | "item"> & { name?: Bilingual };

const between = " › ";
const longest = 300;

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** A path as people read it: names of fields, and of entries what they are called. `Clusters › prod-east › Token`. */
export function placeWords(fields: readonly FieldView[], path: readonly string[]): Bilingual {
  const words: Bilingual[] = [];
  let at: Place | undefined = { kind: "group", fields: [...fields] };
  for (const part of path) {
    // Below a list or a map stands the name of an entry; below everything else a field.
    const isEntry: boolean = at?.kind === "list" || at?.kind === "map";
    const next: Place | undefined = isEntry
      ? at?.item
      : at?.fields?.find(({ key }) => key === part);
    const { name = undefined } = isEntry ? {} : (next ?? {});
    words.push(name ?? { en: part, "zh-CN": part });
    at = next;
  }
  const join = (locale: keyof Bilingual) => cut(words.map((word) => word[locale]).join(between));
  return { en: join("en"), "zh-CN": join("zh-CN") };
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
