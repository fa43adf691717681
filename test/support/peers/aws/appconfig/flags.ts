import { AwsError } from "../error.ts";

type Json = Record<string, unknown>;

/**
 * Content of type AWS.AppConfig.FeatureFlags as the service keeps it: checked, and with the times that it writes
 * into every flag and value. Throws BadRequestException.
 */
export function keptFlags(content: Buffer, now: string): Buffer {
  const { version, flags, values, ...rest } = parse(content);
  if (version !== "1") throw invalid("$.version", 'The version must be "1".');
  if (!isJson(flags)) throw invalid("$.flags", "Flags must be an object.");
  if (!isJson(values)) throw invalid("$.values", "Values must be an object.");
  for (const [name, flag] of Object.entries(flags)) {
    if (!isJson(flag) || typeof flag["name"] !== "string")
      throw invalid(`$.flags.${name}`, "A flag must have a name.");
  }
  for (const [name, value] of Object.entries(values)) {
    if (!Object.hasOwn(flags, name)) throw invalid(`$.values.${name}`, "There is no such flag.");
    if (!isJson(value) || typeof value["enabled"] !== "boolean")
      throw invalid(`$.values.${name}`, "A value must say whether the flag is enabled.");
  }
  const kept = { ...rest, version, flags: stamped(flags, now), values: stamped(values, now) };
  return Buffer.from(JSON.stringify(kept));
}

function stamped(entries: Json, now: string): Json {
  const times = { _createdAt: now };
  return Object.fromEntries(
    Object.entries(entries).map(([name, entry]) => [
      name,
      { ...times, ...(entry as Json), _updatedAt: now },
    ]),
  );
}

function parse(content: Buffer): Json {
  try {
    const parsed: unknown = JSON.parse(content.toString("utf8"));
    if (isJson(parsed)) return parsed;
  } catch {
    // Answered below.
  }
  throw invalid("$", "The content is not a JSON object.");
}

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function invalid(location: string, reason: string): AwsError {
  const detail = { Location: location, Reason: reason, Constraint: "schema", Type: "JSON_SCHEMA" };
  return new AwsError("BadRequestException", `Invalid configuration: ${reason}`, {
    fields: { Reason: "InvalidConfiguration", Details: { InvalidConfiguration: [detail] } },
  });
}
