import { Entity } from "electrodb";
import { count, json, optionalText, text, word } from "#shared/table/attribute.ts";
import { service } from "#shared/table/model.ts";
import type { DelegationRecord, DepartmentRecord, RoleRecord, UserRecord } from "./record.ts";

/** The partition of gsi3 that lists one kind of record by name; written seldom, so never hot. */
function directory(kind: string) {
  return { type: "string", required: true, default: kind, readOnly: true } as const;
}

export const UserEntity = new Entity({
  model: { service, entity: "user", version: "1" },
  attributes: {
    userId: text,
    version: count,
    email: text,
    name: text,
    locale: { type: word<UserRecord["locale"]>(), required: true },
    roles: { type: json<string[]>(), required: true },
    departmentIds: { type: json<string[]>(), required: true },
    state: { type: word<UserRecord["state"]>(), required: true },
    mailNotices: { type: "boolean", required: true },
    passwordHash: text,
    createdAt: text,
    directory: directory("user"),
  },
  indexes: {
    user: {
      pk: { field: "pk", composite: ["userId"] },
      sk: { field: "sk", composite: [] },
    },
    byName: {
      index: "gsi3",
      pk: { field: "gsi3pk", composite: ["directory"] },
      sk: { field: "gsi3sk", composite: ["name", "userId"] },
    },
  },
});

/** Makes a mail address unique and finds its person, also by its beginning. */
export const EmailEntity = new Entity({
  model: { service, entity: "email", version: "1" },
  attributes: { email: text, userId: text, directory: directory("email") },
  indexes: {
    email: { pk: { field: "pk", composite: ["email"] }, sk: { field: "sk", composite: [] } },
    byEmail: {
      index: "gsi3",
      pk: { field: "gsi3pk", composite: ["directory"] },
      sk: { field: "gsi3sk", composite: ["email"] },
    },
  },
});

export const SessionEntity = new Entity({
  model: { service, entity: "session", version: "1" },
  attributes: {
    userId: text,
    tokenHash: text,
    /** Of the password it was opened with: a new password ends it at once, without finding the row. */
    passwordTag: text,
    createdAt: text,
    expiresAt: count,
  },
  indexes: {
    session: {
      pk: { field: "pk", composite: ["userId"] },
      sk: { field: "sk", composite: ["tokenHash"] },
    },
  },
});

/** Failed sign-ins in a window, per mail address and per network address. */
export const AttemptEntity = new Entity({
  model: { service, entity: "attempt", version: "1" },
  attributes: {
    subject: text,
    window: text,
    failures: { type: "number" },
    expiresAt: { type: "number" },
  },
  indexes: {
    attempt: {
      pk: { field: "pk", composite: ["subject", "window"] },
      sk: { field: "sk", composite: [] },
    },
  },
});

/** One row for every person in a role: finds the people of a role without reading all people. */
export const RoleMemberEntity = new Entity({
  model: { service, entity: "roleMember", version: "1" },
  attributes: { roleName: text, userId: text, name: text },
  indexes: {
    member: {
      pk: { field: "pk", composite: ["roleName"] },
      sk: { field: "sk", composite: ["userId"] },
    },
  },
});

export const DepartmentEntity = new Entity({
  model: { service, entity: "department", version: "1" },
  attributes: {
    departmentId: text,
    version: count,
    name: text,
    parentId: optionalText,
    leaderId: optionalText,
    approverIds: { type: json<DepartmentRecord["approverIds"]>(), required: true },
    directory: directory("department"),
  },
  indexes: {
    department: {
      pk: { field: "pk", composite: ["departmentId"] },
      sk: { field: "sk", composite: [] },
    },
    byName: {
      index: "gsi3",
      pk: { field: "gsi3pk", composite: ["directory"] },
      sk: { field: "gsi3sk", composite: ["name", "departmentId"] },
    },
  },
});

export const RoleEntity = new Entity({
  model: { service, entity: "role", version: "1" },
  attributes: {
    roleName: text,
    version: count,
    label: { type: json<RoleRecord["label"]>(), required: true },
    permissions: { type: json<RoleRecord["permissions"]>(), required: true },
    builtIn: { type: "boolean", required: true },
    directory: directory("role"),
  },
  indexes: {
    role: { pk: { field: "pk", composite: ["roleName"] }, sk: { field: "sk", composite: [] } },
    byName: {
      index: "gsi3",
      pk: { field: "gsi3pk", composite: ["directory"] },
      sk: { field: "gsi3sk", composite: ["roleName"] },
    },
  },
});

export const DelegationEntity = new Entity({
  model: { service, entity: "delegation", version: "1" },
  attributes: {
    userId: text,
    delegationId: text,
    principal: { type: json<DelegationRecord["principal"]>(), required: true },
    delegate: { type: json<DelegationRecord["delegate"]>(), required: true },
    delegateId: text,
    from: text,
    to: text,
    templateIds: { type: json<string[]>() },
    createdAt: text,
  },
  indexes: {
    delegation: {
      pk: { field: "pk", composite: ["userId"] },
      sk: { field: "sk", composite: ["delegationId"] },
    },
    byDelegate: {
      index: "gsi1",
      pk: { field: "gsi1pk", composite: ["delegateId"] },
      sk: { field: "gsi1sk", composite: ["to"] },
    },
  },
});
