import { personOf, type Ctx } from "#shared/core/ctx.ts";
import { here } from "#shared/table/model.ts";
import { NoticeEntity } from "./entity.ts";

/** Nobody needs to know more exactly than "99+". */
const mostCounted = 100;

/** How many notices the caller has not read, at most a hundred. One Query of a sparse index. */
export async function countUnread(ctx: Ctx): Promise<number> {
  const { userId } = personOf(ctx);
  const { data } = await NoticeEntity.query
    .byUnread({ unreadBy: userId })
    .go({ ...here(), limit: mostCounted, attributes: ["noticeId"] });
  return data.length;
}
