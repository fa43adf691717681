import type * as z from "zod";
import { auditWrite } from "#shared/audit/write.ts";
import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { newId } from "#shared/core/id.ts";
import { commit } from "#shared/table/commit.ts";
import { assertPeople } from "./references.ts";
import type { CreateDepartmentInput } from "./schema.ts";
import { createDepartmentRow } from "./store.ts";
import { ancestors } from "./tree.ts";

export async function createDepartment(
  ctx: Ctx,
  input: z.output<typeof CreateDepartmentInput>,
): Promise<string> {
  assertCan(ctx, "org:manage");
  await assertPeople(input);
  const departmentId = newId("department");
  await ancestors(input.parentId, departmentId);
  await commit(ctx, {
    audit: [auditWrite(ctx, "department.create", departmentId, input)],
    writes: [createDepartmentRow({ departmentId, version: 1, ...input })],
    ref: departmentId,
  });
  return departmentId;
}
