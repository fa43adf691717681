import { auditWrite } from "#shared/audit/write.ts";
import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { AppError, notFound } from "#shared/core/error.ts";
import { commit } from "#shared/table/commit.ts";
import { afresh } from "#shared/table/retry.ts";
import { byOf } from "./by.ts";
import { assertHidable } from "./create-secret.ts";
import type { SecretRecord } from "./secret-record.ts";
import { getSecretRecord, putSecret } from "./secret-store.ts";
import { vault } from "./vault.ts";

/** The vault keeps as many versions of a name. */
const mostVersions = 100;

async function getUsable(name: string): Promise<SecretRecord> {
  const secret = await getSecretRecord(name);
  if (secret.state === "deleting") throw notFound("secret");
  return secret;
}

async function addVersion(ctx: Ctx, name: string, version: number): Promise<void> {
  const secret = await getUsable(name);
  if (secret.versions.some((known) => known.version === version)) {
    throw new AppError(
      "VAULT_FAILED",
      "The vault has lost this secret. Add it under another name.",
    );
  }
  const added = [...secret.versions, { version, at: ctx.now, by: byOf(ctx) }];
  // Of two who set it at once the vault says whose is the newer one.
  const versions = added.toSorted((a, b) => a.version - b.version).slice(-mostVersions);
  await commit(ctx, {
    audit: [auditWrite(ctx, "secret.value", `secret:${name}`, { version })],
    writes: [putSecret({ ...secret, versions, updatedAt: ctx.now })],
    ref: name,
  });
}

/** Gives a secret a new value, as its next version. Throws NOT_FOUND, VAULT_FAILED. */
export async function setSecretValue(
  ctx: Ctx,
  { name, value }: { name: string; value: string },
): Promise<string> {
  assertCan(ctx, "setting:manage");
  assertHidable(name, value);
  await getUsable(name);
  const version = await vault().put(name, value);
  try {
    await afresh(() => addVersion(ctx, name, version));
  } catch (error) {
    // Deleted while we were at the vault, which has it again now.
    if (error instanceof AppError && error.code === "NOT_FOUND") await vault().remove(name);
    throw error;
  }
  return name;
}
