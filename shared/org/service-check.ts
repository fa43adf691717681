import { invalid, type Issue } from "#shared/core/error.ts";
import { getDepartment, getUsers } from "./load.ts";
import type { ServiceRecord } from "./record.ts";

type References = Pick<ServiceRecord, "primaryOwnerId" | "backupOwnerId" | "departmentId">;

const owners = ["primaryOwnerId", "backupOwnerId"] as const;
const same: Issue = {
  path: "backupOwnerId",
  code: "same_owner",
  message: "The backup owner is somebody else than the primary one.",
};

function gone(path: string): Issue {
  return { path, code: "not_found", message: "No such record." };
}

/**
 * Owners that a service is `given` must be active and differ, its department must exist. What stays as it was is
 * not looked at again: somebody who has left must not keep others from mending the rest. Throws INVALID_INPUT.
 */
export async function assertServiceReferences(
  after: References,
  given: Partial<References>,
): Promise<void> {
  const asked = owners.filter((name) => typeof given[name] === "string");
  const users = await getUsers(asked.flatMap((name) => after[name] ?? []));
  const active = new Set(users.flatMap(({ state, userId }) => (state === "active" ? userId : [])));
  const { departmentId } = given;
  const isPlaced =
    typeof departmentId !== "string" || (await getDepartment(departmentId)) !== undefined;
  const issues = [
    ...asked.filter((name) => !active.has(after[name] ?? "")).map(gone),
    ...(after.primaryOwnerId === after.backupOwnerId ? [same] : []),
    ...(isPlaced ? [] : [gone("departmentId")]),
  ];
  if (issues.length > 0) throw invalid(issues);
}
