import type * as z from "zod";
import { auditWrite } from "#shared/audit/write.ts";
import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { notFound } from "#shared/core/error.ts";
import { commit, type Write } from "#shared/table/commit.ts";
import { apply, changesOf } from "./changes.ts";
import { getDepartment } from "./load.ts";
import type { DepartmentRecord } from "./record.ts";
import { assertPeople } from "./references.ts";
import type { UpdateDepartmentInput } from "./schema.ts";
import { departmentUnmoved, putDepartment } from "./store.ts";
import { ancestors } from "./tree.ts";

type Input = { departmentId: string } & z.output<typeof UpdateDepartmentInput>;

async function move(before: DepartmentRecord, after: DepartmentRecord): Promise<Write[]> {
  if (before.parentId === after.parentId) return [];
  return (await ancestors(after.parentId, after.departmentId)).map(departmentUnmoved);
}

/** Changes a department; throws INVALID_INPUT when the tree would not stay a tree. */
export async function updateDepartment(ctx: Ctx, input: Input): Promise<string> {
  assertCan(ctx, "org:manage");
  await assertPeople(input);
  const { departmentId } = input;
  const before = await getDepartment(departmentId);
  if (before === undefined) throw notFound("department");
  const after = apply(before, input);
  await commit(ctx, {
    audit: [auditWrite(ctx, "department.update", departmentId, changesOf(before, after))],
    writes: [putDepartment(after), ...(await move(before, after))],
    ref: departmentId,
  });
  return departmentId;
}
