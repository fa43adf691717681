import * as z from "zod";
import { PageQuery, pageOf } from "#shared/core/page.ts";
import { PlanId } from "#shared/plan/schema.ts";
import { HoldReason, TriggerInput, TriggerOutcome, TriggerView } from "#shared/trigger/schema.ts";
import { operation } from "./operation.ts";

const params = z.strictObject({ id: PlanId });

export const trigger = {
  triggerPlan: operation({
    method: "POST",
    path: "/plans/{id}/trigger",
    summary: "An alert for a plan; bearer token of that plan",
    access: "token",
    params,
    body: TriggerInput,
    result: z.object({
      outcome: TriggerOutcome,
      reason: HoldReason.nullable(),
      orderId: z.string().nullable(),
    }),
  }),
  listTriggers: operation({
    method: "GET",
    path: "/plans/{id}/triggers",
    summary: "Alerts that came for a plan and what came of them, newest first",
    access: "plan:read",
    params,
    query: PageQuery,
    result: pageOf(TriggerView),
  }),
};
