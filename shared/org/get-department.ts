import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { notFound } from "#shared/core/error.ts";
import { getDepartment } from "./load.ts";
import type { Department } from "./schema.ts";
import { departmentViews } from "./view.ts";

export async function viewDepartment(ctx: Ctx, departmentId: string): Promise<Department> {
  assertCan(ctx, "org:read");
  const department = await getDepartment(departmentId);
  const [view] = department === undefined ? [] : await departmentViews([department]);
  if (view === undefined) throw notFound("department");
  return view;
}
