import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { notFound } from "#shared/core/error.ts";
import { getUser } from "./load.ts";
import type { User } from "./schema.ts";
import { userView } from "./view.ts";

export async function viewUser(ctx: Ctx, userId: string): Promise<User> {
  assertCan(ctx, "org:manage");
  const user = await getUser(userId);
  if (user === undefined) throw notFound("person");
  return userView(user);
}
