import { ExternalOption, type External } from "./schema.ts";

/** The source answered something else than the template says it would. */
export class BadAnswer extends Error {}

/** More than anybody can choose from; a source with more has to narrow by the form's other fields. */
const mostOptions = 1000;

type Reading = Pick<External, "itemsPath" | "valuePath" | "labelPath">;

function at(value: unknown, path: string): unknown {
  const keys = path === "" ? [] : path.split(".");
  return keys.reduce<unknown>((inner, key) => {
    const isThere = typeof inner === "object" && inner !== null && Object.hasOwn(inner, key);
    return isThere ? (inner as Record<string, unknown>)[key] : undefined;
  }, value);
}

function asText(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
}

function optionOf(item: unknown, reading: Reading): ExternalOption {
  const value = asText(at(item, reading.valuePath));
  const parsed = ExternalOption.safeParse({ value, label: asText(at(item, reading.labelPath)) });
  if (parsed.success) return parsed.data;
  throw new BadAnswer("An option has no value or label, or too long a one.");
}

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new BadAnswer("The answer is no JSON.");
  }
}

/** The options in a source's answer, each value once. Throws BadAnswer: half a list would look like a whole one. */
export function optionsIn(text: string, reading: Reading): ExternalOption[] {
  const items = at(json(text), reading.itemsPath);
  if (!Array.isArray(items)) throw new BadAnswer("There is no list at the path of the items.");
  if (items.length > mostOptions) throw new BadAnswer(`Over ${mostOptions} options.`);
  const options = items.map((item) => optionOf(item, reading));
  return [...new Map(options.map((option) => [option.value, option])).values()];
}

/** Options that have every word of a search somewhere in label or value. */
export function matching<One extends ExternalOption>(options: One[], search: string): One[] {
  const words = search.trim().toLowerCase().split(/\s+/);
  return options.filter(({ value, label }) => {
    const text = `${label} ${value}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
