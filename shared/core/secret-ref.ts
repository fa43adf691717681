import type { SecretRef } from "./fields.ts";

const name = /^[a-z0-9][a-z0-9-]{0,59}$/;
const keys = new Set(["secret", "version"]);

/** The same as `isSecretRef` without a schema: the browser does not carry zod for it. */
export function pointsToSecret(value: unknown): value is SecretRef {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { secret, version = 1 } = value as Record<string, unknown>;
  if (typeof secret !== "string" || !name.test(secret)) return false;
  const isNumber = typeof version === "number" && Number.isSafeInteger(version) && version >= 1;
  return isNumber && Object.keys(value).every((key) => keys.has(key));
}
