import type { notice } from "#shared/contract/notice.ts";
import { listNotices } from "#shared/notify/list.ts";
import { readNotices } from "#shared/notify/read.ts";
import type { Routes } from "../mount.ts";
import { writeOnly } from "../write.ts";

export const noticeRoutes: Routes<typeof notice> = {
  listNotices: (ctx, { query }) => listNotices(ctx, query),
  readNotices: writeOnly((ctx, { body }) => readNotices(ctx, body)),
};
