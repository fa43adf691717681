import * as z from "zod";
import { PageQuery, pageOf } from "#shared/core/page.ts";
import { Notice } from "#shared/notify/schema.ts";
import { operation } from "./operation.ts";

export const notice = {
  listNotices: operation({
    method: "GET",
    path: "/notices",
    summary: "My notices, newest first",
    access: "person",
    query: PageQuery,
    result: pageOf(Notice),
  }),
  readNotices: operation({
    method: "POST",
    path: "/notices/read",
    summary: "Mark notices as read",
    access: "person",
    body: z.strictObject({ ids: z.array(z.string().max(60)).min(1).max(25) }),
  }),
};
