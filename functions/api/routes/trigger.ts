import type { trigger } from "#shared/contract/trigger.ts";
import { listTriggers } from "#shared/trigger/list.ts";
import { triggerPlan } from "#shared/trigger/trigger.ts";
import { bearerOf } from "../bearer.ts";
import type { Routes } from "../mount.ts";

export const triggerRoutes: Routes<typeof trigger> = {
  triggerPlan: (ctx, { params, body }, c) =>
    triggerPlan(ctx, { planId: params.id, token: bearerOf(c), ...body }),
  listTriggers: (ctx, { params, query }) => listTriggers(ctx, { planId: params.id, ...query }),
};
