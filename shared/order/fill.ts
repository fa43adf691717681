/** What `{{…}}` in an action's parameters may refer to. */
export type FillContext = Record<string, unknown>;

function lookUp(path: string, context: FillContext): unknown {
  return path.split(".").reduce<unknown>((value, key) => {
    const isRecord = typeof value === "object" && value !== null && Object.hasOwn(value, key);
    return isRecord ? (value as Record<string, unknown>)[key] : undefined;
  }, context);
}

function asText(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

const slot = /\{\{\s*([a-zA-Z][\w.]*)\s*\}\}/g;
const onlySlot = /^\{\{\s*([a-zA-Z][\w.]*)\s*\}\}$/;

function fillText(text: string, context: FillContext, encode: (value: string) => string): string {
  return text.replace(slot, (_match, path: string) => encode(asText(lookUp(path, context))));
}

/** Fills `{{path}}` in every string below `value`. A string that is one slot takes the value's own type. */
export function fill(value: unknown, context: FillContext): unknown {
  if (typeof value === "string") {
    const whole = onlySlot.exec(value)?.[1];
    if (whole !== undefined) return lookUp(whole, context) ?? null;
    return fillText(value, context, (text) => text);
  }
  if (Array.isArray(value)) return value.map((item) => fill(item, context));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, context)]));
}

/**
 * Fills an address. Everything a person entered is percent-encoded, so that no form value can leave its
 * place in the path; only `{{platform.url}}` and `{{callback.url}}`, which the platform sets, stand as they are.
 */
export function fillUrl(url: string, context: FillContext): string {
  return url.replace(slot, (_match, path: string) => {
    const text = asText(lookUp(path, context));
    return path.startsWith("platform.") || path.startsWith("callback.")
      ? text
      : encodeURIComponent(text);
  });
}
