import type * as z from "zod";
import { auditWrite } from "#shared/audit/write.ts";
import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { notFound } from "#shared/core/error.ts";
import { commit } from "#shared/table/commit.ts";
import { afresh } from "#shared/table/retry.ts";
import type { UpdateSecretInput } from "./secret-schema.ts";
import { getSecretRecord, putSecret } from "./secret-store.ts";

type Input = { name: string } & z.output<typeof UpdateSecretInput>;

/** Changes what a secret is said to be, or takes it out of use and back. Throws NOT_FOUND. */
export async function updateSecret(ctx: Ctx, input: Input): Promise<string> {
  assertCan(ctx, "setting:manage");
  await afresh(() => change(ctx, input));
  return input.name;
}

async function change(ctx: Ctx, { name, ...given }: Input): Promise<void> {
  const before = await getSecretRecord(name);
  if (before.state === "deleting") throw notFound("secret");
  const { description = before.description, isActive = before.state === "active" } = given;
  const state = isActive ? ("active" as const) : ("inactive" as const);
  await commit(ctx, {
    audit: [auditWrite(ctx, "secret.update", `secret:${name}`, given)],
    writes: [putSecret({ ...before, description, state, updatedAt: ctx.now })],
    ref: name,
  });
}
