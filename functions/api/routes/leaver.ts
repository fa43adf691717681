import { handOverAll } from "#shared/approval/hand-over-all.ts";
import { listMentions } from "#shared/approval/mentions.ts";
import { listPending } from "#shared/approval/pending.ts";
import type { leaver } from "#shared/contract/leaver.ts";
import type { Routes } from "../mount.ts";

export const leaverRoutes: Routes<typeof leaver> = {
  listPending: (ctx, { params, query }) => listPending(ctx, { userId: params.id, ...query }),
  listMentions: (ctx, { params }) => listMentions(ctx, { userId: params.id }),
  handOverTasks: (ctx, { params, body }) => handOverAll(ctx, { userId: params.id, ...body }),
};
