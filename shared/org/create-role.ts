import type * as z from "zod";
import { auditWrite } from "#shared/audit/write.ts";
import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { builtInRoles } from "#shared/core/permission.ts";
import { commit } from "#shared/table/commit.ts";
import { forgetRole } from "./permissions.ts";
import type { CreateRoleInput } from "./schema.ts";
import { createRoleRow } from "./store.ts";

/** Adds a role of the organisation's own. Throws ALREADY_EXISTS. */
export async function createRole(
  ctx: Ctx,
  input: z.output<typeof CreateRoleInput>,
): Promise<string> {
  assertCan(ctx, "org:manage");
  const { name: roleName, label } = input;
  if (Object.hasOwn(builtInRoles, roleName)) {
    throw new AppError("ALREADY_EXISTS", "This role comes with the product.");
  }
  const permissions = [...new Set(input.permissions)];
  await commit(ctx, {
    audit: [auditWrite(ctx, "role.create", roleName, { label, permissions })],
    writes: [createRoleRow({ roleName, version: 1, label, permissions, builtIn: false })],
    ref: roleName,
  });
  forgetRole(roleName);
  return roleName;
}
