import { asValues, isBlank } from "#lib/components/fields/values.ts";

/** Numbers or shares: what has no percent sign is a number. */
const parts = new Set(["batchSize", "maxErrors"]);
/** Groups that a plan may do without: of them nothing remains when all is emptied. */
const optional = new Set(["approval", "trigger", "description"]);

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value === "object" && value !== null) return Object.values(value).every(isEmpty);
  return isBlank(value);
}

/** What a field's value is in a plan's document: as the schema wants it, and nothing where nothing was entered. */
export function tidy(key: string, value: unknown): unknown {
  if (parts.has(key) && typeof value === "string" && /^\d+$/.test(value)) return Number(value);
  if (optional.has(key) && isEmpty(value)) return undefined;
  if (key === "description") return { en: "", "zh-CN": "", ...asValues(value) };
  return value;
}
