import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { here } from "#shared/table/model.ts";
import type { PersonRef } from "#shared/ticket/state.ts";
import { EmailEntity, UserEntity } from "./entity.ts";
import { getDepartments, getUser, getUsers } from "./load.ts";
import type { UserRecord } from "./record.ts";

type Found = PersonRef & { email: string; departmentName: string | null };

const mostFound = 10;
/** More than are shown: leavers among them are dropped. */
const mostRead = 20;

async function byName(beginning: string): Promise<UserRecord[]> {
  const query = UserEntity.query.byName({ directory: "user" }).begins({ name: beginning });
  return (await query.go({ ...here(), limit: mostRead })).data;
}

async function byEmail(beginning: string): Promise<UserRecord[]> {
  if (beginning === "") return [];
  const query = EmailEntity.query.byEmail({ directory: "email" }).begins({ email: beginning });
  const { data } = await query.go({ ...here(), limit: mostRead });
  return getUsers(data.map(({ userId }) => userId));
}

async function find({ q, id }: { q: string; id?: string | undefined }): Promise<UserRecord[]> {
  if (id !== undefined) return [await getUser(id)].filter((user) => user !== undefined);
  const beginning = q.trim().toLowerCase();
  const found = (await Promise.all([byName(beginning), byEmail(beginning)])).flat();
  return [...new Map(found.map((user) => [user.userId, user])).values()];
}

/** Active colleagues whose name or mail address begins so, at most ten; with `id`, that one person. */
export async function searchPeople(
  ctx: Ctx,
  query: { q: string; id?: string | undefined },
): Promise<{ items: Found[] }> {
  assertCan(ctx, "org:read");
  const users = await find(query);
  const active = users.filter(({ state }) => state === "active").slice(0, mostFound);
  const departments = await getDepartments(
    active.flatMap((user) => user.departmentIds.slice(0, 1)),
  );
  const names = new Map(departments.map(({ departmentId, name }) => [departmentId, name]));
  const items = active.map(({ userId, name, email, departmentIds }) => ({
    id: userId,
    name,
    email,
    departmentName: names.get(departmentIds[0] ?? "") ?? null,
  }));
  return { items };
}
