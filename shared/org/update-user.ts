import type * as z from "zod";
import { auditWrite } from "#shared/audit/write.ts";
import { assertCan, actorId, type Ctx } from "#shared/core/ctx.ts";
import { AppError, notFound } from "#shared/core/error.ts";
import { commit, type Write } from "#shared/table/commit.ts";
import { apply, changesOf } from "./changes.ts";
import { keptRoles } from "./create-user.ts";
import { getUser, listRoleMembers } from "./load.ts";
import { hashPassword } from "./password.ts";
import type { UserRecord } from "./record.ts";
import { assertMemberships } from "./references.ts";
import type { UpdateUserInput } from "./schema.ts";
import { moveMembership, putUser, staysMember } from "./store.ts";

type Input = { userId: string } & z.output<typeof UpdateUserInput>;

function isAdmin({ state, roles }: UserRecord): boolean {
  return state === "active" && roles.includes("admin");
}

async function changed(before: UserRecord, input: Input): Promise<UserRecord> {
  const { password, ...given } = input;
  const after = apply(before, given);
  const passwordHash = password === undefined ? before.passwordHash : await hashPassword(password);
  return {
    ...after,
    roles: keptRoles(after.roles),
    departmentIds: [...new Set(after.departmentIds)],
    passwordHash,
  };
}

/** The organisation keeps an administrator: another one must be there, and still be there at the commit. */
async function anotherAdmin(before: UserRecord, after: UserRecord): Promise<Write[]> {
  if (!isAdmin(before) || isAdmin(after)) return [];
  const admins = await listRoleMembers("admin");
  const other = admins.find(({ id }) => id !== before.userId);
  if (other === undefined) throw new AppError("IN_USE", "This is the last administrator.");
  return [staysMember("admin", other.id)];
}

/**
 * Changes a person. Deactivation and a new password end her sessions at once. Throws WRONG_STATE when she
 * would deactivate herself, IN_USE when no administrator would be left.
 */
export async function updateUser(ctx: Ctx, input: Input): Promise<string> {
  assertCan(ctx, "org:manage");
  await assertMemberships(input);
  const { userId } = input;
  const before = await getUser(userId);
  if (before === undefined) throw notFound("person");
  if (input.state === "deactivated" && actorId(ctx) === userId) {
    throw new AppError("WRONG_STATE", "Nobody deactivates herself.");
  }
  const after = await changed(before, input);
  const { passwordHash, ...changes } = changesOf(before, after);
  const told = passwordHash === undefined ? changes : { ...changes, password: "changed" };
  await commit(ctx, {
    audit: [auditWrite(ctx, "user.update", userId, told)],
    writes: [
      putUser(after),
      ...moveMembership(before, after),
      ...(await anotherAdmin(before, after)),
    ],
    ref: userId,
  });
  return userId;
}
