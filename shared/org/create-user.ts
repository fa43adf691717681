import type * as z from "zod";
import { auditWrite } from "#shared/audit/write.ts";
import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { newId } from "#shared/core/id.ts";
import { commit } from "#shared/table/commit.ts";
import { hashPassword } from "./password.ts";
import type { UserRecord } from "./record.ts";
import { assertMemberships } from "./references.ts";
import type { CreateUserInput } from "./schema.ts";
import { createUserRows } from "./store.ts";

/** Nobody needs the role that everybody holds, and nobody holds one twice. */
export function keptRoles(roles: readonly string[]): string[] {
  return [...new Set(roles)].filter((role) => role !== "employee");
}

function onEmail(error: unknown): unknown {
  if (!(error instanceof AppError) || error.code !== "ALREADY_EXISTS") return error;
  const message = "Somebody has this mail address.";
  return new AppError("ALREADY_EXISTS", message, {
    issues: [{ path: "email", code: "already_exists", message }],
  });
}

/** Adds a person. Throws ALREADY_EXISTS for a mail address that somebody has. */
export async function createUser(
  ctx: Ctx,
  input: z.output<typeof CreateUserInput>,
): Promise<string> {
  assertCan(ctx, "org:manage");
  await assertMemberships(input);
  const { password, ...given } = input;
  const user: UserRecord = {
    ...given,
    userId: newId("user"),
    version: 1,
    roles: keptRoles(input.roles),
    departmentIds: [...new Set(input.departmentIds)],
    state: "active",
    passwordHash: await hashPassword(password),
    createdAt: ctx.now,
  };
  const { userId, email, name, roles, departmentIds } = user;
  await commit(ctx, {
    audit: [auditWrite(ctx, "user.create", userId, { email, name, roles, departmentIds })],
    writes: createUserRows(user),
    ref: userId,
  }).catch((error: unknown) => {
    throw onEmail(error);
  });
  return userId;
}
