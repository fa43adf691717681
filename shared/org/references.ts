import { invalid, type Issue } from "#shared/core/error.ts";
import { builtInRoles } from "#shared/core/permission.ts";
import { here } from "#shared/table/model.ts";
import { RoleEntity } from "./entity.ts";
import { getDepartments, getUsers } from "./load.ts";

function missing(path: string, ids: readonly string[], known: ReadonlySet<string>): Issue[] {
  return ids.flatMap((id, index) =>
    known.has(id)
      ? []
      : [{ path: `${path}.${index}`, code: "not_found", message: "No such record." }],
  );
}

/** Which of these roles there are, built-in ones included. */
export async function knownRoles(names: readonly string[]): Promise<Set<string>> {
  const custom = [...new Set(names)].filter((name) => !Object.hasOwn(builtInRoles, name));
  if (custom.length === 0) return new Set(Object.keys(builtInRoles));
  const keys = custom.map((roleName) => ({ roleName }));
  const { data } = await RoleEntity.get(keys).go({ ...here(), consistent: true });
  return new Set([...Object.keys(builtInRoles), ...data.map((role) => role.roleName)]);
}

/** Roles and departments that a person is given must exist. Throws INVALID_INPUT. */
export async function assertMemberships(given: {
  roles?: string[] | undefined;
  departmentIds?: string[] | undefined;
}): Promise<void> {
  const { roles = [], departmentIds = [] } = given;
  const departments = await getDepartments(departmentIds);
  const issues = [
    ...missing("roles", roles, await knownRoles(roles)),
    ...missing("departmentIds", departmentIds, new Set(departments.map((one) => one.departmentId))),
  ];
  if (issues.length > 0) throw invalid(issues);
}

/** People that a department is given must exist and be active. Throws INVALID_INPUT. */
export async function assertPeople(given: {
  leaderId?: string | null | undefined;
  approverIds?: string[] | undefined;
}): Promise<void> {
  const { leaderId, approverIds = [] } = given;
  const leaders = typeof leaderId === "string" ? [leaderId] : [];
  const users = await getUsers([...leaders, ...approverIds]);
  const active = new Set(
    users.filter(({ state }) => state === "active").map((user) => user.userId),
  );
  const issues = [
    ...missing("leaderId", leaders, active).map((issue) => ({ ...issue, path: "leaderId" })),
    ...missing("approverIds", approverIds, active),
  ];
  if (issues.length > 0) throw invalid(issues);
}
