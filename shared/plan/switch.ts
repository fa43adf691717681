import { auditWrite } from "#shared/audit/write.ts";
import { actorRef, assertCan, type Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { commit } from "#shared/table/commit.ts";
import { getPlanRecord } from "./load.ts";
import { forgetIneffective, putPlan } from "./store.ts";

/** No new run begins; those that run go on. Throws WRONG_STATE unless the plan is published. */
export async function disablePlan(
  ctx: Ctx,
  { planId, reason }: { planId: string; reason: string },
): Promise<string> {
  assertCan(ctx, "plan:manage");
  const plan = await getPlanRecord(planId);
  if (plan.state !== "published") {
    throw new AppError("WRONG_STATE", "Only a published plan can be disabled.");
  }
  const disabled = { at: ctx.now, by: actorRef(ctx), reason };
  await commit(ctx, {
    audit: [auditWrite(ctx, "plan.disable", planId, { reason })],
    writes: [putPlan({ ...plan, state: "disabled", disabled, updatedAt: ctx.now })],
    ref: planId,
  });
  return planId;
}

/** The plan may be run again; its breaker begins to count anew. Throws WRONG_STATE unless it is disabled. */
export async function enablePlan(ctx: Ctx, { planId }: { planId: string }): Promise<string> {
  assertCan(ctx, "plan:manage");
  const plan = await getPlanRecord(planId);
  if (plan.state !== "disabled") {
    throw new AppError("WRONG_STATE", "Only a disabled plan can be enabled.");
  }
  await commit(ctx, {
    audit: [auditWrite(ctx, "plan.enable", planId, {})],
    writes: [
      putPlan({ ...plan, state: "published", disabled: null, updatedAt: ctx.now }),
      forgetIneffective(planId),
    ],
    ref: planId,
  });
  return planId;
}
