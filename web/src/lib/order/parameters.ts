import type { FieldView } from "#shared/core/fields.ts";
import type { ParameterSource } from "#shared/order/schema.ts";
import type { OrderNodeView } from "#shared/order/view/schema.ts";

type Node = Pick<OrderNodeView, "parameters" | "sources" | "bindings" | "missing"> & {
  kind?: OrderNodeView["kind"];
};

/** One parameter of a step as it is shown. */
export type ParameterRow = {
  key: string;
  view: FieldView;
  value: unknown;
  source: ParameterSource | "default" | "undone";
  /** The step and the output it comes from. */
  from: { seq: number; output: string } | null;
  isMissing: boolean;
};

/** A parameter of which nobody knows more than its value. */
function plainView(key: string, value: unknown): FieldView {
  const isText = typeof value === "string";
  const kind = isText ? "text" : typeof value === "number" ? "number" : "json";
  const name = { en: key, "zh-CN": key };
  const flags = { isRequired: false, isLong: false, isFixed: false };
  return { key, kind: typeof value === "boolean" ? "boolean" : kind, name, help: null, ...flags };
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

/**
 * Parameters in the catalogue's order: those with a value, a source or a gap. Defaults that nobody touched are left
 * out unless `withDefaults`.
 */
export function parameterRows(
  node: Node,
  fields: readonly FieldView[],
  { withDefaults = false } = {},
): ParameterRow[] {
  const { parameters, sources, bindings, missing, kind } = node;
  const known = new Set(fields.map(({ key }) => key));
  const others = [...Object.keys(parameters), ...Object.keys(bindings), ...missing].filter(
    (key) => !known.has(key),
  );
  const views = [...fields, ...[...new Set(others)].map((key) => plainView(key, parameters[key]))];
  const rows = views.map((view): ParameterRow => {
    const { key } = view;
    const value = parameters[key];
    const source = sources[key] ?? (bindings[key] ? "output" : "default");
    return {
      key,
      view,
      value: isSet(value) ? value : view.default,
      source: kind === "rollback" && source === "output" ? "undone" : source,
      from: source === "output" ? (bindings[key] ?? null) : null,
      isMissing: missing.includes(key),
    };
  });
  return rows.filter(
    ({ key, isMissing, source, value }) =>
      isMissing || source !== "default" || isSet(parameters[key]) || (withDefaults && isSet(value)),
  );
}

export type Difference = { key: string; before: unknown; after: unknown };

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

/** What differs between two sets of values, by key. */
export function differences(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): Difference[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys
    .filter((key) => !isSame(before[key], after[key]))
    .map((key) => ({ key, before: before[key], after: after[key] }));
}
