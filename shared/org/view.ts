import type { PersonRef } from "#shared/ticket/state.ts";
import { getUsers } from "./load.ts";
import type { DelegationRecord, DepartmentRecord, RoleRecord, UserRecord } from "./record.ts";
import type { Delegation, Department, Role, User } from "./schema.ts";

/** A person as administrators see her. Never the password's hash. */
export function userView(user: UserRecord): User {
  const { userId, email, name, locale, roles, departmentIds, state, mailNotices, createdAt } = user;
  return { id: userId, email, name, locale, roles, departmentIds, state, mailNotices, createdAt };
}

export function roleView({ roleName, label, permissions, builtIn }: RoleRecord): Role {
  return { name: roleName, label, permissions, builtIn };
}

export function delegationView(delegation: DelegationRecord): Delegation {
  const { delegationId, principal, delegate, from, to, templateIds, createdAt } = delegation;
  return { id: delegationId, principal, delegate, from, to, templateIds, createdAt };
}

/** Departments with the names of their people. One BatchGet per hundred people. */
export async function departmentViews(departments: DepartmentRecord[]): Promise<Department[]> {
  const ids = departments.flatMap(({ leaderId, approverIds }) =>
    leaderId === null ? approverIds : [leaderId, ...approverIds],
  );
  const users = await getUsers(ids);
  const people = new Map<string, PersonRef>(
    users.map(({ userId, name }) => [userId, { id: userId, name }]),
  );
  return departments.map(({ departmentId, name, parentId, leaderId, approverIds }) => ({
    id: departmentId,
    name,
    parentId,
    leader: people.get(leaderId ?? "") ?? null,
    approvers: approverIds.flatMap((id) => people.get(id) ?? []),
  }));
}
