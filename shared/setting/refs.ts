import type { SecretRef } from "#shared/core/fields.ts";
import { pointsToSecret } from "#shared/core/secret-ref.ts";

export type PlacedRef = { path: string; ref: SecretRef };

/** Every reference to a secret inside a value, with its dotted path. */
export function secretRefsIn(value: unknown, path = ""): PlacedRef[] {
  if (typeof value !== "object" || value === null) return [];
  if (pointsToSecret(value)) return [{ path, ref: value }];
  return Object.entries(value).flatMap(([key, inner]) =>
    secretRefsIn(inner, path === "" ? key : `${path}.${key}`),
  );
}

/** The value with every reference replaced. Anything that is no reference stays as it is. */
export function replaceSecretRefs(value: unknown, put: (ref: SecretRef) => unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (pointsToSecret(value)) return put(value);
  if (Array.isArray(value)) return value.map((inner) => replaceSecretRefs(inner, put));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, replaceSecretRefs(inner, put)]),
  );
}
