import type { Locale } from "#shared/core/ctx.ts";
import type { Permission } from "#shared/core/permission.ts";
import type { Bilingual } from "#shared/core/text.ts";
import type { PersonRef } from "#shared/ticket/state.ts";

export type UserRecord = {
  userId: string;
  version: number;
  email: string;
  name: string;
  locale: Locale;
  roles: string[];
  departmentIds: string[];
  state: "active" | "deactivated";
  mailNotices: boolean;
  /** scrypt, `scrypt$N$r$p$salt$key` in base64. */
  passwordHash: string;
  createdAt: string;
};

/** A signed-in browser. What it may do is read from the person's roles at every request. */
export type SessionRecord = {
  userId: string;
  tokenHash: string;
  passwordTag: string;
  createdAt: string;
  /** Seconds since 1970, by the wall clock: the table's time to live removes it. */
  expiresAt: number;
};

export type DepartmentRecord = {
  departmentId: string;
  version: number;
  name: string;
  parentId: string | null;
  leaderId: string | null;
  approverIds: string[];
};

export type RoleRecord = {
  roleName: string;
  version: number;
  label: Bilingual;
  permissions: Permission[];
  builtIn: boolean;
};

/** A service or module of the organisation's with the people who answer for it (主辅). */
export type ServiceRecord = {
  serviceId: string;
  version: number;
  name: string;
  /** Short and unique, for other systems; upper and lower case are the same. */
  code: string | null;
  departmentId: string | null;
  primaryOwnerId: string;
  backupOwnerId: string | null;
  description: string;
  state: "active" | "retired";
};

export type DelegationRecord = {
  userId: string;
  delegationId: string;
  principal: PersonRef;
  delegate: PersonRef;
  from: string;
  to: string;
  templateIds: string[] | null;
  createdAt: string;
};
