import type { FormField } from "#shared/form/schema.ts";

/** Attributes that tie a control to its label, help and fault; made by `field.svelte`. */
export type Wiring = {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": "true" | undefined;
  "aria-required": "true" | undefined;
};

/** What every control of a form field gets. `typed` may be anything: templates change between visits. */
export type ControlProps<Type extends FormField["type"]> = {
  field: Extract<FormField, { type: Type }>;
  typed: unknown;
  wiring: Wiring;
  set: (typed: unknown) => void;
};

/** The id of a field's control: error summaries link to it. */
export function controlId(name: string): string {
  return `field-${name}`;
}

export function asText(typed: unknown): string {
  return typeof typed === "string" || typeof typed === "number" ? String(typed) : "";
}

export function asList(typed: unknown): string[] {
  return Array.isArray(typed) ? typed.filter((item) => typeof item === "string") : [];
}

export function partOf(typed: unknown, name: string): unknown {
  return typeof typed === "object" && typed !== null
    ? (typed as Record<string, unknown>)[name]
    : undefined;
}

/** Choices from an outside source: one or a list, as they were stored. */
export function asChoices(typed: unknown): { value: string; label: string }[] {
  const all: unknown[] = Array.isArray(typed) ? typed : [typed];
  return all.flatMap((one) => {
    const [value, label] = [partOf(one, "value"), partOf(one, "label")];
    return typeof value === "string" && typeof label === "string" ? [{ value, label }] : [];
  });
}

/** Rows of a detail table as typed; what is no row is a blank one. */
export function asRows(typed: unknown): Record<string, unknown>[] {
  if (!Array.isArray(typed)) return [];
  return typed.map((row) =>
    typeof row === "object" && row !== null ? (row as Record<string, unknown>) : {},
  );
}
