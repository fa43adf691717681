import { namedPath, placeWords } from "#shared/setting/place-words.ts";
import type { Issue } from "#shared/core/error.ts";
import type { FieldView } from "#shared/core/fields.ts";
import type { Bilingual } from "#shared/core/text.ts";
import type { Values } from "./values.ts";

export function joined(path: string, key: string | number): string {
  return path === "" ? String(key) : `${path}.${key}`;
}

function isAtOrBelow(path: string, above: string): boolean {
  return above === "" || path === above || path.startsWith(`${above}.`);
}

/** What is wrong with exactly this field. */
export function faultAt(issues: readonly Issue[], path: string): Issue | undefined {
  return issues.find((issue) => issue.path === path);
}

/** Whether anything is wrong in this field or inside it. */
export function hasFaultIn(issues: readonly Issue[], path: string): boolean {
  return issues.some((issue) => isAtOrBelow(issue.path, path));
}

/** What is still said after a field was changed: faults of it, of its parts and of what it is a part of are gone. */
export function withoutFaults(issues: readonly Issue[], changed: string): Issue[] {
  return issues.filter(
    ({ path }) => !isAtOrBelow(path, changed) && !(path !== "" && isAtOrBelow(changed, path)),
  );
}

/** Faults as the server names them, told relative to the value: `value.a.b` becomes `a.b`. */
export function issuesBelow(issues: readonly Issue[], prefix: string): Issue[] {
  return issues
    .filter(({ path }) => isAtOrBelow(path, prefix))
    .map((issue) => ({ ...issue, path: issue.path.slice(prefix.length + 1) }));
}

/** Id of the control of a path, for labels and for links of an error summary. */
export function fieldId(prefix: string, path: string): string {
  const plain = path.replaceAll(
    /[^a-zA-Z0-9.]/g,
    (sign) => `_${sign.codePointAt(0)?.toString(16)}_`,
  );
  return `${prefix}-${plain.replaceAll(".", "-")}`;
}

/** The field a path names; undefined when it lies outside. Numbers stand for entries of lists. */
export function viewAt(fields: readonly FieldView[], path: string): FieldView | undefined {
  let at: FieldView | undefined;
  let inner: readonly FieldView[] = fields;
  for (const key of path.split(".")) {
    const isEntry: boolean = at?.kind === "list" || at?.kind === "map";
    at = isEntry ? at?.item : inner.find((view) => view.key === key);
    inner = at?.fields ?? [];
  }
  return at;
}

/** Faults at the fields that show them: one inside a field, or at none, belongs to the nearest around it. */
export function placedIssues(fields: readonly FieldView[], issues: readonly Issue[]): Issue[] {
  const shown = (path: string): string =>
    path === "" || viewAt(fields, path) !== undefined
      ? path
      : shown(path.slice(0, Math.max(0, path.lastIndexOf("."))));
  return issues.map((issue) => ({ ...issue, path: shown(issue.path) }));
}

/** Where a fault lies, in words: `Clusters › prod-east › API server`. */
export function placeOf(fields: readonly FieldView[], values: Values, path: string): Bilingual {
  return placeWords(fields, namedPath(values, path));
}
