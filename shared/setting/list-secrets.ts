import { assertCan, can, type Ctx } from "#shared/core/ctx.ts";
import type { SecretRecord } from "./secret-record.ts";
import { SecretState, type SecretUse, type SecretView } from "./secret-schema.ts";
import { getSecretRecord, listSecretRecords } from "./secret-store.ts";
import { findSecretUses } from "./secret-uses.ts";

function secretView(secret: SecretRecord, uses: SecretUse[]): SecretView {
  const { name, description, state, versions } = secret;
  return {
    name,
    description,
    state: SecretState.parse(state),
    versions: versions.toReversed(),
    uses,
  };
}

/** All secrets by name, without their values. Whoever writes plans chooses among them. */
export async function listSecrets(ctx: Ctx): Promise<{ items: SecretView[] }> {
  if (!can(ctx, "plan:manage")) assertCan(ctx, "setting:manage");
  const [secrets, { usesOf }] = await Promise.all([listSecretRecords(), findSecretUses()]);
  return { items: secrets.map((secret) => secretView(secret, usesOf(secret.name))) };
}

/** One secret, without its values. Throws NOT_FOUND. */
export async function getSecret(ctx: Ctx, name: string): Promise<SecretView> {
  assertCan(ctx, "setting:manage");
  const [secret, { usesOf }] = await Promise.all([getSecretRecord(name), findSecretUses()]);
  return secretView(secret, usesOf(name));
}
