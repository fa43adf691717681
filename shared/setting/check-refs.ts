import { invalid, type Issue } from "#shared/core/error.ts";
import type { Write } from "#shared/table/commit.ts";
import { secretRefsIn, type PlacedRef } from "./refs.ts";
import type { SecretRecord } from "./secret-record.ts";
import { findSecrets, mustBeThere } from "./secret-store.ts";

function faultOf({ path, ref }: PlacedRef, secret: SecretRecord | undefined): Issue[] {
  if (secret === undefined || secret.state === "deleting" || secret.state === "deleted") {
    return [{ path, code: "unknown_secret", message: `There is no secret ${ref.secret}.` }];
  }
  const isKnown = secret.versions.some(({ version }) => version === ref.version);
  if (ref.version === undefined || isKnown) return [];
  const message = `The secret ${ref.secret} has no version ${ref.version}.`;
  return [{ path: `${path}.version`, code: "unknown_secret", message }];
}

/**
 * Every secret that a value refers to exists; one that is deactivated does. The writes returned keep it so for the
 * commit that saves the value. Throws INVALID_INPUT with paths below `path`.
 */
export async function checkSecretRefs(value: unknown, path: string): Promise<Write[]> {
  const refs = secretRefsIn(value, path);
  const names = [...new Set(refs.map(({ ref }) => ref.secret))];
  if (names.length === 0) return [];
  const secrets = await findSecrets(names);
  const issues = refs.flatMap((one) => faultOf(one, secrets.get(one.ref.secret)));
  if (issues.length > 0) throw invalid(issues);
  return names.map(mustBeThere);
}
