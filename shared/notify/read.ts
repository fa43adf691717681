import { personOf, type Ctx } from "#shared/core/ctx.ts";
import { markRead } from "./store.ts";

/** Marks the caller's notices as read. Other people's and unknown ids change nothing and tell nothing. */
export async function readNotices(ctx: Ctx, { ids }: { ids: string[] }): Promise<string> {
  const { userId } = personOf(ctx);
  const distinct = [...new Set(ids)];
  await Promise.all(distinct.map((noticeId) => markRead({ userId, noticeId })));
  return userId;
}
