import { getAction } from "#shared/action/get.ts";
import { listActionOptions } from "#shared/action/list-options.ts";
import { listActions } from "#shared/action/list.ts";
import type { action } from "#shared/contract/action.ts";
import type { Routes } from "../mount.ts";

export const actionRoutes: Routes<typeof action> = {
  listActions: (ctx) => listActions(ctx),
  getAction: (ctx, { params, query }) => getAction(ctx, { ...params, ...query }),
  listActionOptions: (ctx, { params, body }) => listActionOptions(ctx, { ...params, ...body }),
};
