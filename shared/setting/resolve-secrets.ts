import { AppError, type Issue } from "#shared/core/error.ts";
import type { SecretRef } from "#shared/core/fields.ts";
import { replaceSecretRefs, secretRefsIn, type PlacedRef } from "./refs.ts";
import type { SecretRecord } from "./secret-record.ts";
import { findSecrets } from "./secret-store.ts";
import { readSecret } from "./read-secret.ts";

/** A value that must not be seen, for the redaction of everything that is kept. */
export type ResolvedSecret = { name: string; version: number; value: string };

/** The type with every reference to a secret become the secret's value. */
export type Resolved<Value> = Value extends SecretRef
  ? string
  : Value extends readonly (infer Item)[]
    ? Resolved<Item>[]
    : Value extends object
      ? { [Key in keyof Value]: Resolved<Value[Key]> }
      : Value;

/** The version that a reference means; a fault when it cannot be had. */
function versionOf({ path, ref }: PlacedRef, secret: SecretRecord | undefined): number | Issue {
  const name = ref.secret;
  if (secret === undefined || secret.state === "deleting" || secret.state === "deleted") {
    return { path, code: "unknown_secret", message: `There is no secret ${name}.` };
  }
  if (secret.state === "inactive") {
    return { path, code: "inactive_secret", message: `The secret ${name} is deactivated.` };
  }
  const version = ref.version ?? secret.versions.at(-1)?.version ?? 0;
  if (secret.versions.some((known) => known.version === version)) return version;
  return { path, code: "unknown_secret", message: `The secret ${name} has no version ${version}.` };
}

function unusable(issues: Issue[]): AppError {
  const text = issues.map(({ message }) => message).join(" ");
  return new AppError("SECRET_UNUSABLE", text, { issues });
}

const keyOf = ({ secret, version }: SecretRef) => `${secret}:${version ?? ""}`;

async function read({ path }: PlacedRef, name: string, version: number): Promise<ResolvedSecret> {
  const value = await readSecret(name, version);
  if (value !== undefined) return { name, version, value };
  const message = `The vault holds no version ${version} of the secret ${name}.`;
  throw unusable([{ path, code: "unknown_secret", message }]);
}

/**
 * Puts the values in place of all references inside `value`, and lists them. For what calls other systems; what it
 * gives must never be stored, and whatever comes of it goes through `redactor(secrets)` first.
 * Throws SECRET_UNUSABLE naming every secret or version that is missing or deactivated, VAULT_FAILED.
 */
export async function resolveSecrets<Value>(
  value: Value,
): Promise<{ value: Resolved<Value>; secrets: ResolvedSecret[] }> {
  const distinct = new Map(secretRefsIn(value).map((placed) => [keyOf(placed.ref), placed]));
  const placed = [...distinct.values()];
  if (placed.length === 0) return { value: value as Resolved<Value>, secrets: [] };
  const records = await findSecrets(placed.map(({ ref }) => ref.secret));
  const versions = placed.map((one) => versionOf(one, records.get(one.ref.secret)));
  const issues = versions.filter((version) => typeof version !== "number");
  if (issues.length > 0) throw unusable(issues);
  const secrets = await Promise.all(
    placed.map((one, index) => read(one, one.ref.secret, Number(versions[index]))),
  );
  const values = new Map(placed.map(({ ref }, index) => [keyOf(ref), secrets[index]?.value]));
  const resolved = replaceSecretRefs(value, (ref) => values.get(keyOf(ref)));
  const unique = new Map(secrets.map((one) => [keyOf({ ...one, secret: one.name }), one]));
  return { value: resolved as Resolved<Value>, secrets: [...unique.values()] };
}
