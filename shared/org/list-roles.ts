import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { here } from "#shared/table/model.ts";
import { builtInRoleRecords } from "./built-in-roles.ts";
import { RoleEntity } from "./entity.ts";
import type { Role } from "./schema.ts";
import { roleView } from "./view.ts";

/** Built-in roles first, then the organisation's own by name. */
export async function listRoles(ctx: Ctx): Promise<{ items: Role[] }> {
  assertCan(ctx, "org:read");
  const query = RoleEntity.query.byName({ directory: "role" });
  const { data } = await query.go({ ...here(), pages: "all" });
  return { items: [...builtInRoleRecords, ...data].map(roleView) };
}
