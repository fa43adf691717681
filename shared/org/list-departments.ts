import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { here } from "#shared/table/model.ts";
import { DepartmentEntity } from "./entity.ts";
import { departmentOf } from "./load.ts";
import type { Department } from "./schema.ts";
import { departmentViews } from "./view.ts";

/** The whole tree as a list by name; parents are named by id. */
export async function listDepartments(ctx: Ctx): Promise<{ items: Department[] }> {
  assertCan(ctx, "org:read");
  const query = DepartmentEntity.query.byName({ directory: "department" });
  const { data } = await query.go({ ...here(), pages: "all" });
  return { items: await departmentViews(data.map(departmentOf)) };
}
