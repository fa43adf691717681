import type { notice as operations } from "#shared/contract/notice.ts";
import type { Received } from "#shared/contract/operation.ts";
import { personOf, type Ctx } from "#shared/core/ctx.ts";
import type { Page } from "#shared/core/page.ts";
import { decodeCursor, encodeCursor } from "#shared/table/cursor.ts";
import { here } from "#shared/table/model.ts";
import { NoticeEntity } from "./entity.ts";
import type { NoticeRecord } from "./record.ts";
import type { Notice } from "./schema.ts";
import { noticeOf } from "./store.ts";

type Query = Received<typeof operations.listNotices>["query"];

function noticeView(notice: NoticeRecord): Notice {
  const { noticeId: id, kind, subject, number, title, templateName, actorName } = notice;
  const { onBehalfOf, comment, outcome, at, isRead, mail } = notice;
  return {
    id,
    kind,
    subject,
    number,
    title,
    templateName,
    actorName,
    onBehalfOf,
    comment,
    outcome,
    at,
    isRead,
    mail,
  };
}

/** The caller's notices, newest first. One Query. */
export async function listNotices(ctx: Ctx, query: Query): Promise<Page<Notice>> {
  const { userId } = personOf(ctx);
  const scope = `notices:${userId}`;
  const position = decodeCursor<string>(scope, query.cursor) ?? null;
  const { data, cursor } = await NoticeEntity.query
    .notice({ userId })
    .go({ ...here(), order: "desc", limit: query.limit, cursor: position });
  return {
    items: data.map((item) => noticeView(noticeOf(item))),
    nextCursor: cursor === null ? null : encodeCursor(scope, cursor),
  };
}
