import * as z from "zod";
import { permissions } from "#shared/core/permission.ts";
import { Bilingual, Instant, Locale } from "#shared/core/text.ts";
import { PersonRef } from "#shared/ticket/state.ts";

export const UserId = z.string().regex(/^usr_[0-9A-HJKMNP-TV-Z]{26}$/);
export const DepartmentId = z.string().regex(/^dep_[0-9A-HJKMNP-TV-Z]{26}$/);
export const Email = z.email().max(254).toLowerCase();
const name = z.string().trim().min(1).max(120);
const RoleName = z.string().regex(/^[a-z][a-z0-9-]{1,40}$/);

export const User = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  locale: Locale,
  roles: z.array(z.string()),
  /** The first one is the primary department. */
  departmentIds: z.array(z.string()),
  state: z.enum(["active", "deactivated"]),
  mailNotices: z.boolean(),
  createdAt: Instant,
});
export type User = z.infer<typeof User>;

export const Me = User.extend({
  permissions: z.array(z.enum(permissions)),
  unreadNotices: z.number(),
});
export type Me = z.infer<typeof Me>;

export const Department = z.object({
  id: z.string(),
  name: z.string(),
  parentId: z.string().nullable(),
  leader: PersonRef.nullable(),
  approvers: z.array(PersonRef),
});
export type Department = z.infer<typeof Department>;

export const Role = z.object({
  name: z.string(),
  label: Bilingual,
  permissions: z.array(z.enum(permissions)),
  builtIn: z.boolean(),
});
export type Role = z.infer<typeof Role>;

const password = z.string().min(8).max(200);

export const CreateUserInput = z.strictObject({
  email: Email,
  name,
  password,
  locale: Locale.default("en"),
  roles: z.array(RoleName).max(20).default([]),
  departmentIds: z.array(DepartmentId).max(20).default([]),
  mailNotices: z.boolean().default(true),
});
export const UpdateUserInput = z.strictObject({
  name: name.optional(),
  password: password.optional(),
  locale: Locale.optional(),
  roles: z.array(RoleName).max(20).optional(),
  departmentIds: z.array(DepartmentId).max(20).optional(),
  state: z.enum(["active", "deactivated"]).optional(),
  mailNotices: z.boolean().optional(),
});
export const UpdateMeInput = z.strictObject({
  locale: Locale.optional(),
  mailNotices: z.boolean().optional(),
});
export const CreateDepartmentInput = z.strictObject({
  name,
  parentId: DepartmentId.nullable().default(null),
  leaderId: UserId.nullable().default(null),
  approverIds: z.array(UserId).max(20).default([]),
});
export const UpdateDepartmentInput = z.strictObject({
  name: name.optional(),
  parentId: DepartmentId.nullable().optional(),
  leaderId: UserId.nullable().optional(),
  approverIds: z.array(UserId).max(20).optional(),
});
export const CreateRoleInput = z.strictObject({
  name: RoleName,
  label: Bilingual,
  permissions: z.array(z.enum(permissions)),
});
export const UpdateRoleInput = z.strictObject({
  label: Bilingual.optional(),
  permissions: z.array(z.enum(permissions)).optional(),
});

export const ServiceId = z.string().regex(/^svc_[0-9A-HJKMNP-TV-Z]{26}$/);
export const ServiceState = z.enum(["active", "retired"]);
/** `isActive` is false for somebody who has left: the service needs another owner. */
const ServiceOwner = PersonRef.extend({ isActive: z.boolean() });

/** A service or module with its primary and backup owner (主辅). */
export const Service = z.object({
  id: z.string(),
  name: z.string(),
  code: z.string().nullable(),
  department: PersonRef.nullable(),
  primaryOwner: ServiceOwner,
  backupOwner: ServiceOwner.nullable(),
  description: z.string(),
  state: ServiceState,
});
export type Service = z.infer<typeof Service>;

const serviceCode = z.string().regex(/^[A-Za-z0-9][\w.-]{0,39}$/);
const description = z.string().trim().max(1000);
export const CreateServiceInput = z.strictObject({
  name,
  code: serviceCode.nullable().default(null),
  departmentId: DepartmentId.nullable().default(null),
  primaryOwnerId: UserId,
  backupOwnerId: UserId.nullable().default(null),
  description: description.default(""),
});
export const UpdateServiceInput = z.strictObject({
  name: name.optional(),
  code: serviceCode.nullable().optional(),
  departmentId: DepartmentId.nullable().optional(),
  primaryOwnerId: UserId.optional(),
  backupOwnerId: UserId.nullable().optional(),
  description: description.optional(),
  state: ServiceState.optional(),
});

/** Somebody stands in for the principal between two instants. Depth one; never for own requests. */
export const Delegation = z.object({
  id: z.string(),
  principal: PersonRef,
  delegate: PersonRef,
  from: Instant,
  to: Instant,
  /** Null: for every template. */
  templateIds: z.array(z.string()).nullable(),
  createdAt: Instant,
});
export type Delegation = z.infer<typeof Delegation>;

export const CreateDelegationInput = z
  .strictObject({
    delegateId: UserId,
    from: Instant,
    to: Instant,
    templateIds: z.array(z.string().max(40)).min(1).max(50).nullable().default(null),
  })
  .refine((input) => input.from < input.to, { path: ["to"], message: "ends before it starts" });

export const SignInInput = z.strictObject({ email: Email, password: z.string().min(1).max(200) });
