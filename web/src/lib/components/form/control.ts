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
