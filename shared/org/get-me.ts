import { personOf, type Ctx } from "#shared/core/ctx.ts";
import { notFound } from "#shared/core/error.ts";
import { countUnread } from "#shared/notify/count-unread.ts";
import { getUser } from "./load.ts";
import type { Me } from "./schema.ts";
import { userView } from "./view.ts";

/** Who is signed in and what she may do. */
export async function getMe(ctx: Ctx): Promise<Me> {
  const { userId, permissions } = personOf(ctx);
  const [user, unreadNotices] = await Promise.all([getUser(userId), countUnread(ctx)]);
  if (user === undefined) throw notFound("person");
  return { ...userView(user), permissions: [...permissions], unreadNotices };
}
