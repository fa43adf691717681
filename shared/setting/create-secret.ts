import type * as z from "zod";
import { auditWrite } from "#shared/audit/write.ts";
import { secretLabel } from "#shared/action/redact.ts";
import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { AppError, invalid } from "#shared/core/error.ts";
import { commit } from "#shared/table/commit.ts";
import { byOf } from "./by.ts";
import type { CreateSecretInput } from "./secret-schema.ts";
import { createSecretRow, findSecrets } from "./secret-store.ts";
import { vault } from "./vault.ts";

/** In a log the name stands in place of the value: a value that is part of its name could not be hidden. */
export function assertHidable(name: string, value: string): void {
  if (!secretLabel(name).includes(value)) return;
  const message = "The name must not give the value away.";
  throw invalid([{ path: "value", code: "value_in_name", message }]);
}

/** Adds a secret with its first value. Throws ALREADY_EXISTS, also for the name of one that was deleted. */
export async function createSecret(
  ctx: Ctx,
  { name, description, value }: z.output<typeof CreateSecretInput>,
): Promise<string> {
  assertCan(ctx, "setting:manage");
  assertHidable(name, value);
  // Before the vault is touched: what is there already must not get another value.
  if ((await findSecrets([name])).has(name)) {
    throw new AppError("ALREADY_EXISTS", "There is, or was, a secret of this name.");
  }
  const version = await vault().put(name, value);
  const versions = [{ version, at: ctx.now, by: byOf(ctx) }];
  const secret = { name, revision: 1, description, state: "active" as const, versions };
  await commit(ctx, {
    audit: [auditWrite(ctx, "secret.create", `secret:${name}`, { description, version })],
    writes: [createSecretRow({ ...secret, updatedAt: ctx.now })],
    ref: name,
  });
  return name;
}
