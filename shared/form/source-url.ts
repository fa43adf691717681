import type { FormValues } from "#shared/core/condition.ts";
import type { External, FormField } from "./schema.ts";

const slot = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** Names in the slots of an address; the platform's own is not the form's. */
export function slotsOf(url: string): string[] {
  const names = [...url.matchAll(slot)].flatMap(([, name]) => name ?? []);
  return [...new Set(names)].filter((name) => name !== "platform.url");
}

/** Types whose value is one word or number that an address can carry. */
export function canFillSlot(field: FormField): boolean {
  if (field.type === "external") return field.multiple !== true;
  return [
    ...["text", "number", "date", "dateTime", "select", "radio"],
    ...["checkbox", "user", "department", "service"],
  ].includes(field.type);
}

function slotText(value: unknown): string {
  if (typeof value === "object" && value !== null && "value" in value) return String(value.value);
  return value === undefined || value === null ? "" : String(value);
}

/** The fields that an external field depends on and that have no value yet. */
export function unfilledSlots(field: Pick<External, "url">, values: FormValues): string[] {
  return slotsOf(field.url).filter((name) => slotText(values[name]) === "");
}

function depth(url: string): number {
  return new URL(url).pathname.split("/").length;
}

/**
 * The address with every slot filled, percent-encoded. Undefined when a value would leave its place in the path:
 * `..` means the same encoded or not.
 */
export function fillSource(
  url: string,
  values: FormValues,
  platformUrl: string,
): string | undefined {
  const fill = (text: (name: string) => string) =>
    url.replace(slot, (_all, name: string) => (name === "platform.url" ? platformUrl : text(name)));
  const filled = fill((name) => encodeURIComponent(slotText(values[name])));
  const isInPlace = depth(filled) === depth(fill(() => "x"));
  return isInPlace ? new URL(filled).href : undefined;
}
