import { invalid } from "#shared/core/error.ts";
import { getDepartment } from "./load.ts";
import type { DepartmentRecord } from "./record.ts";

/** Approver rules climb no higher than this. */
const deepestTree = 20;

function refuse(code: string, message: string): never {
  throw invalid([{ path: "parentId", code, message }]);
}

/**
 * The departments above `parentId`, itself first. Throws INVALID_INPUT when there is no such department, when
 * `self` is among them (a circle), or when the tree would get too deep.
 */
export async function ancestors(
  parentId: string | null,
  self: string,
): Promise<DepartmentRecord[]> {
  const path: DepartmentRecord[] = [];
  for (let id = parentId; id !== null;) {
    if (id === self) refuse("cycle", "A department can't be below itself.");
    if (path.length === deepestTree) refuse("too_deep", `At most ${deepestTree} levels.`);
    const department = await getDepartment(id);
    if (department === undefined) return refuse("not_found", "No such department.");
    path.push(department);
    id = department.parentId;
  }
  return path;
}
