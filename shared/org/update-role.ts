import type * as z from "zod";
import { auditWrite } from "#shared/audit/write.ts";
import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { commit } from "#shared/table/commit.ts";
import { apply, changesOf } from "./changes.ts";
import { getRole } from "./get-role.ts";
import { forgetRole } from "./permissions.ts";
import type { UpdateRoleInput } from "./schema.ts";
import { putRole } from "./store.ts";

type Input = { roleName: string } & z.output<typeof UpdateRoleInput>;

/** Changes a role of the organisation's own. Throws WRONG_STATE for one that comes with the product. */
export async function updateRole(ctx: Ctx, input: Input): Promise<string> {
  assertCan(ctx, "org:manage");
  const { roleName } = input;
  const before = await getRole(roleName);
  if (before.builtIn) throw new AppError("WRONG_STATE", "Built-in roles can't be changed.");
  const after = apply(before, input);
  await commit(ctx, {
    audit: [auditWrite(ctx, "role.update", roleName, changesOf(before, after))],
    writes: [putRole(after)],
    ref: roleName,
  });
  forgetRole(roleName);
  return roleName;
}
