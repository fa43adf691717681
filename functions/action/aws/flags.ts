/** Feature flags as AppConfig keeps them: `{version, flags: {name: …}, values: {name: {enabled, …}}}`. */

type Json = Record<string, unknown>;

export type FlagState = { enabled: boolean } | { code: string; message: string };

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parse(content: string): Json {
  try {
    const parsed: unknown = JSON.parse(content);
    return isJson(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

function below(content: Json, key: "flags" | "values"): Json {
  const found = content[key];
  return isJson(found) ? found : {};
}

export function flagNames(content: string): string[] {
  return Object.keys(below(parse(content), "flags"));
}

/** Whether a flag is on, or why that can't be said in one word. */
export function stateOfFlag(content: string, flag: string): FlagState {
  const parsed = parse(content);
  if (!Object.hasOwn(below(parsed, "flags"), flag)) {
    return { code: "UNKNOWN_FLAG", message: `The version that is served has no flag ${flag}.` };
  }
  const value = below(parsed, "values")[flag];
  if (isJson(value) && "_variants" in value) {
    return { code: "HAS_VARIANTS", message: `The flag ${flag} has variants, each with a switch.` };
  }
  return { enabled: isJson(value) && value["enabled"] === true };
}

/** The same content with one flag on or off; everything else stays. */
export function withFlag(content: string, flag: string, enabled: boolean): string {
  const parsed = parse(content);
  const values = below(parsed, "values");
  const value = values[flag];
  const switched = { ...(isJson(value) ? value : {}), enabled };
  return JSON.stringify({ ...parsed, values: { ...values, [flag]: switched } });
}
