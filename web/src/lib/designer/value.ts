import type { Edit, EditPath } from "./edit.ts";

type Place = string | number;
type Holder = Record<Place, unknown>;

function isHolder(value: unknown): value is Holder {
  return typeof value === "object" && value !== null;
}

/** What stands at a place of a document, or undefined. */
export function valueAt(value: unknown, path: EditPath): unknown {
  return path.reduce<unknown>((at, key) => (isHolder(at) ? at[key] : undefined), value);
}

/** Lists may hold maps and maps lists; nothing else is compared. The order of keys means nothing. */
export function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (!isHolder(one) || !isHolder(other) || Array.isArray(one) !== Array.isArray(other))
    return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => key in other && isSame(one[key], other[key]))
  );
}

/** The same document with something else in one place; what lies on the way is made when it is missing. */
function changed(value: unknown, path: EditPath, change: (holder: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return change(value);
  if (Array.isArray(value) && typeof key === "number") {
    const list: unknown[] = value;
    return list.map((item, index) => (index === key ? changed(item, rest, change) : item));
  }
  const holder = isHolder(value) ? value : {};
  return { ...holder, [key]: changed(holder[key], rest, change) };
}

function put(value: unknown, path: EditPath, given: unknown): unknown {
  return changed(value, path, () => given);
}

function remove(value: unknown, path: EditPath): unknown {
  const last = path.at(-1);
  // Nothing is made on the way to what is not there.
  if (valueAt(value, path) === undefined) return value;
  return changed(value, path.slice(0, -1), (holder) => {
    if (Array.isArray(holder)) return holder.filter((_, index) => index !== last);
    if (!isHolder(holder)) return holder;
    return Object.fromEntries(Object.entries(holder).filter(([key]) => key !== last));
  });
}

function insert(value: unknown, path: EditPath, given: unknown): unknown {
  const at = Number(path.at(-1));
  return changed(value, path.slice(0, -1), (holder) => {
    const list: unknown[] = Array.isArray(holder) ? holder : [];
    return [...list.slice(0, at), given, ...list.slice(at)];
  });
}

/** What an edit makes of a plain value: by this the edited text is judged. */
export function edited(value: unknown, edit: Edit): unknown {
  switch (edit.kind) {
    case "set":
      return put(value, edit.path, edit.value);
    case "delete":
      return remove(value, edit.path);
    case "insert":
      return insert(value, edit.path, edit.value);
    case "move":
      return insert(remove(value, edit.from), edit.to, valueAt(value, edit.from));
  }
}
