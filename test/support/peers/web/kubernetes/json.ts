/** A JSON object, as bodies and views are. */
export type Json = { [key: string]: unknown };

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What lies at a path of keys, undefined when anything on the way is missing. */
export function at(value: unknown, ...keys: string[]): unknown {
  return keys.reduce<unknown>((inner, key) => (isJson(inner) ? inner[key] : undefined), value);
}

function mergeByName(target: unknown[], patch: unknown[]): unknown[] {
  const merged = [...target];
  for (const item of patch) {
    const index = merged.findIndex((one) => at(one, "name") === at(item, "name"));
    if (index === -1) merged.push(item);
    else merged[index] = merge(merged[index], item, true);
  }
  return merged;
}

/**
 * JSON merge patch (RFC 7386): null removes, lists are replaced. Strategic: lists of named things (containers)
 * are merged by name.
 */
export function merge(target: unknown, patch: unknown, isStrategic: boolean): unknown {
  if (isStrategic && Array.isArray(target) && Array.isArray(patch)) {
    const isNamed = patch.every((item) => typeof at(item, "name") === "string");
    return isNamed ? mergeByName(target, patch) : patch;
  }
  if (!isJson(patch)) return patch;
  const merged: Json = isJson(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = merge(merged[key], value, isStrategic);
  }
  return merged;
}
