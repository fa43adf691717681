import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { notFound } from "#shared/core/error.ts";
import { here } from "#shared/table/model.ts";
import { builtInRoleRecords } from "./built-in-roles.ts";
import { RoleEntity } from "./entity.ts";
import type { RoleRecord } from "./record.ts";
import type { Role } from "./schema.ts";
import { roleView } from "./view.ts";

/** Built in or the organisation's own. Throws NOT_FOUND. */
export async function getRole(roleName: string): Promise<RoleRecord> {
  const builtIn = builtInRoleRecords.find((role) => role.roleName === roleName);
  if (builtIn !== undefined) return builtIn;
  const { data } = await RoleEntity.get({ roleName }).go({ ...here(), consistent: true });
  if (data === null) throw notFound("role");
  return data;
}

export async function viewRole(ctx: Ctx, roleName: string): Promise<Role> {
  assertCan(ctx, "org:read");
  return roleView(await getRole(roleName));
}
