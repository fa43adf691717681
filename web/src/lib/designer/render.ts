import { stringify } from "yaml";

/** Keys in the order in which templates and plans are written; others come last, in the order they were given. */
const order = [
  ...["scene", "kind", "id", "type", "field", "value", "name", "en", "zh-CN", "label", "text"],
  ...["help", "description", "owners", "service", "symptoms"],
  ...["category", "icon", "numberPrefix", "withdraw", "form", "chain"],
  ...["summary", "required", "default", "unit", "integer", "options", "currencies", "minLength"],
  ...["maxLength", "min", "max", "pattern", "maxFiles", "url", "itemsPath", "valuePath"],
  ...["preConfirm", "confirmBy", "confirmTimeoutSeconds", "ifUnconfirmed"],
  ...["labelPath", "timeoutSeconds", "cacheSeconds", "multiple", "minRows", "maxRows", "sums"],
  ...[
    "columns",
    "visibleWhen",
    "requiredWhen",
    "when",
    "who",
    "mode",
    "votes",
    "ifVeto",
    "ifNobody",
  ],
  ...["ifRequester", "ifApprovedBefore", "ifLeft", "ifChanged", "action"],
  ...["executeStrategy", "executeContext", "parameters", "minutes", "expectedSeconds"],
  ...["concurrencyKey", "cooldownSeconds", "approval", "breakGlass", "cleanUpDrills"],
  ...["trigger", "labels", "targetLabel", "guardrails", "shared", "plans", "steps"],
  ...["calendar", "until", "remindAt", "onTimeout", "transferTo", "timeLimit", "returnTo"],
  ...["afterReturn", "mayAdd", "mayTransfer", "fields", "branches", "nodes", "otherwise"],
];
const ranks = new Map(order.map((key, index) => [key, index]));

/** Where a key stands among its neighbours. `fields` of a form and of a step both come late. */
export function rankOf(key: string): number {
  return ranks.get(key) ?? order.length;
}

/** Lists of these are written one below the other, however short they are. */
const tall = new Set([
  ...["fields", "columns", "options", "branches", "nodes", "otherwise", "chain", "plans", "steps"],
]);
const widest = 96;

function entriesOf(value: object): [string, unknown][] {
  const given = Object.entries(value).filter(([, one]) => one !== undefined);
  return given.toSorted(([one], [other]) => rankOf(one) - rankOf(other));
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function scalar(value: unknown): string {
  if (typeof value === "string" && /[\n\r]/.test(value)) return JSON.stringify(value);
  const list = stringify([value], {
    collectionStyle: "flow",
    lineWidth: 0,
    flowCollectionPadding: false,
  });
  return list.trimEnd().slice(1, -1);
}

/** A value on one line: `{ en: Reason, zh-CN: 事由 }`. */
export function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (!isMap(value)) return scalar(value);
  const pairs = entriesOf(value).map(([key, one]) => `${scalar(key)}: ${inline(one)}`);
  return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
}

// A field or a step has a block of its own, in which it can be read and commented.
function isTall(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isTall);
  if (!isMap(value)) return false;
  const isBlock = ("type" in value || "kind" in value || "action" in value) && "name" in value;
  return isBlock || Object.entries(value).some(([key, one]) => isTallAt(key, one));
}

/** Whether a value that a key or a list holds needs lines of its own. */
export function isTallAt(key: string | number, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value) && value.length === 0) return false;
  if (tall.has(String(key)) && Array.isArray(value)) return true;
  return isTall(value) || inline(value).length > widest;
}

function pairLines([key, value]: [string, unknown]): string[] {
  if (!isTallAt(key, value)) return [`${scalar(key)}: ${inline(value)}`];
  return [`${scalar(key)}:`, ...block(value).map((line) => `  ${line}`)];
}

function itemLines(value: unknown): string[] {
  const lines = isTall(value) || inline(value).length > widest ? block(value) : [inline(value)];
  return lines.map((line, index) => `${index === 0 ? "- " : "  "}${line}`);
}

/** A value on lines of its own, as templates are written by hand. */
export function block(value: unknown): string[] {
  if (Array.isArray(value)) return value.length === 0 ? ["[]"] : value.flatMap(itemLines);
  if (!isMap(value) || Object.keys(value).length === 0) return [inline(value)];
  return entriesOf(value).flatMap(pairLines);
}

/** One entry of a list or a map, ready to be set among others. */
export function entryLines(key: string | number, value: unknown): string[] {
  return typeof key === "number" ? itemLines(value) : pairLines([key, value]);
}
