import { auditWrite } from "#shared/audit/write.ts";
import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { commit } from "#shared/table/commit.ts";
import { afresh } from "#shared/table/retry.ts";
import { findSecretUses } from "./secret-uses.ts";
import { getSecretRecord, putSecret } from "./secret-store.ts";
import { vault } from "./vault.ts";

/** From here on nobody can refer to it or get its value. */
async function takeAway(ctx: Ctx, name: string): Promise<void> {
  const secret = await getSecretRecord(name);
  if (secret.state === "deleting") return;
  const { usesOf, unchanged } = await findSecretUses();
  if (usesOf(name).length > 0) throw new AppError("IN_USE", "Something refers to this secret.");
  const { description, versions } = secret;
  const told = { description, versions: versions.map(({ version }) => version) };
  await commit(ctx, {
    audit: [auditWrite(ctx, "secret.delete", `secret:${name}`, told)],
    writes: [putSecret({ ...secret, state: "deleting", updatedAt: ctx.now }), ...unchanged],
    ref: name,
  });
}

async function bury(ctx: Ctx, name: string): Promise<void> {
  const secret = await getSecretRecord(name);
  await commit(ctx, {
    audit: [auditWrite(ctx, "secret.destroyed", `secret:${name}`, {})],
    writes: [putSecret({ ...secret, state: "deleted", updatedAt: ctx.now })],
    ref: name,
  });
}

/**
 * Deletes a secret and destroys its values; its name stays taken. Begun and not finished, it is finished by doing
 * it again. Throws NOT_FOUND, IN_USE, VAULT_FAILED.
 */
export async function deleteSecret(ctx: Ctx, name: string): Promise<string> {
  assertCan(ctx, "setting:manage");
  await afresh(() => takeAway(ctx, name));
  await vault().remove(name);
  // The retry key went with the first commit.
  const { idempotency: _, ...rest } = ctx;
  await afresh(() => bury(rest, name));
  return name;
}
