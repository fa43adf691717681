import { toItem } from "#shared/table/attribute.ts";
import { put, remove, type Write } from "#shared/table/commit.ts";
import { here } from "#shared/table/model.ts";
import {
  DepartmentEntity,
  EmailEntity,
  RoleEntity,
  RoleMemberEntity,
  UserEntity,
} from "./entity.ts";
import type { DepartmentRecord, RoleRecord, UserRecord } from "./record.ts";

type Key = { Key: Record<string, unknown> };

/** Holds as long as the row of this key is there when the commit happens. */
function mustExist(key: Key): Write {
  const params = { ...key, ConditionExpression: "attribute_exists(pk)" };
  return { kind: "ConditionCheck", params, taken: "CONFLICT" };
}

/** A new person and her mail address, which nobody else may have. */
export function createUserRows(user: UserRecord): Write[] {
  const { email, userId } = user;
  return [
    put(EmailEntity.create({ email, userId }).params(here()), "ALREADY_EXISTS"),
    put(UserEntity.create(user).params(here()), "ALREADY_EXISTS"),
    ...memberRows(user),
  ];
}

/** The person's new state; refused when the record has moved on since it was read. */
export function putUser(user: UserRecord): Write {
  const params = UserEntity.put({ ...user, version: user.version + 1 })
    .where(({ version }, { eq }) => eq(version, user.version))
    .params(here());
  return put(params);
}

function rolesHeld(user: UserRecord): string[] {
  return user.state === "active" ? user.roles : [];
}

function memberRows(user: UserRecord): Write[] {
  const { userId, name } = user;
  return rolesHeld(user).map((roleName) =>
    put(RoleMemberEntity.put({ roleName, userId, name }).params(here())),
  );
}

/** Member rows follow the person: roles gained and lost, her name, and none while she is deactivated. */
export function moveMembership(before: UserRecord, after: UserRecord): Write[] {
  const isRenamed = before.name !== after.name;
  const had = new Set(rolesHeld(before));
  const has = new Set(rolesHeld(after));
  const gained = memberRows({
    ...after,
    roles: after.roles.filter((role) => isRenamed || !had.has(role)),
  });
  const lost = [...had].filter((roleName) => !has.has(roleName));
  const { userId } = after;
  return [
    ...gained,
    ...lost.map((roleName) => remove(RoleMemberEntity.delete({ roleName, userId }).params(here()))),
  ];
}

/** Somebody else must still hold the role when the commit happens: two people can't demote each other. */
export function staysMember(roleName: string, userId: string): Write {
  return mustExist(RoleMemberEntity.get({ roleName, userId }).params(here()));
}

export function createDepartmentRow(department: DepartmentRecord): Write {
  return put(DepartmentEntity.create(toItem(department)).params(here()), "ALREADY_EXISTS");
}

export function putDepartment(department: DepartmentRecord): Write {
  const item = toItem({ ...department, version: department.version + 1 });
  const params = DepartmentEntity.put(item)
    .where(({ version }, { eq }) => eq(version, department.version))
    .params(here());
  return put(params);
}

/** The department is still where it was read: keeps two moves from closing a circle together. */
export function departmentUnmoved({ departmentId, version }: DepartmentRecord): Write {
  const key: Key = DepartmentEntity.get({ departmentId }).params(here());
  const params = {
    ...key,
    ConditionExpression: "#version = :version",
    ExpressionAttributeNames: { "#version": "version" },
    ExpressionAttributeValues: { ":version": version },
  };
  return { kind: "ConditionCheck", params, taken: "CONFLICT" };
}

export function createRoleRow(role: RoleRecord): Write {
  return put(RoleEntity.create(role).params(here()), "ALREADY_EXISTS");
}

export function putRole(role: RoleRecord): Write {
  const params = RoleEntity.put({ ...role, version: role.version + 1 })
    .where(({ version }, { eq }) => eq(version, role.version))
    .params(here());
  return put(params);
}
