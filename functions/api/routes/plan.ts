import type { plan } from "#shared/contract/plan.ts";
import type { Ctx } from "#shared/core/ctx.ts";
import { setAutonomy } from "#shared/plan/autonomy.ts";
import { checkPlan } from "#shared/plan/check.ts";
import { comparePlanVersions } from "#shared/plan/compare.ts";
import { createPlan } from "#shared/plan/create.ts";
import { getReadiness } from "#shared/plan/get-readiness.ts";
import { getPlan } from "#shared/plan/get.ts";
import { listPlans } from "#shared/plan/list.ts";
import { publishPlan } from "#shared/plan/publish.ts";
import { savePlan } from "#shared/plan/save.ts";
import { disablePlan, enablePlan } from "#shared/plan/switch.ts";
import { renewTriggerToken, showTriggerToken } from "#shared/plan/trigger-token.ts";
import { getSource, getVersion, listPlanVersions } from "#shared/plan/versions.ts";
import type { Routes } from "../mount.ts";
import { write } from "../write.ts";

const show = (ctx: Ctx, planId: string) => getPlan(ctx, { planId });
const showDraft = (ctx: Ctx, planId: string) => getPlan(ctx, { planId, of: "draft" });

export const planRoutes: Routes<typeof plan> = {
  listPlans: (ctx, { query }) => listPlans(ctx, query),
  createPlan: write((ctx, { body }) => createPlan(ctx, body), showDraft),
  getPlan: (ctx, { params, query }) => getPlan(ctx, { planId: params.id, of: query.version }),
  savePlan: write(
    (ctx, { params, body }) => savePlan(ctx, { planId: params.id, ...body }),
    showDraft,
  ),
  checkPlan: (ctx, { params, body }) => checkPlan(ctx, { planId: params.id, ...body }),
  publishPlan: write(
    (ctx, { params, body }) => publishPlan(ctx, { planId: params.id, ...body }),
    show,
  ),
  disablePlan: write(
    (ctx, { params, body }) => disablePlan(ctx, { planId: params.id, ...body }),
    show,
  ),
  enablePlan: write((ctx, { params }) => enablePlan(ctx, { planId: params.id }), show),
  listPlanVersions: (ctx, { params, query }) =>
    listPlanVersions(ctx, { planId: params.id, ...query }),
  getPlanVersion: (ctx, { params }) =>
    getVersion(ctx, { planId: params.id, number: params.number }),
  comparePlanVersions: (ctx, { params, query }) =>
    comparePlanVersions(ctx, { planId: params.id, ...query }),
  getPlanSource: (ctx, { params, query }) =>
    getSource(ctx, { planId: params.id, of: query.version }),
  setPlanAutonomy: write(
    (ctx, { params, body }) => setAutonomy(ctx, { planId: params.id, ...body }),
    show,
  ),
  renewTriggerToken: write(
    (ctx, { params }) => renewTriggerToken(ctx, { planId: params.id }),
    showTriggerToken,
  ),
  getPlanReadiness: (ctx, { params }) => getReadiness(ctx, params.id),
};
