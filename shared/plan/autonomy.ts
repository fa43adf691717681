import { auditWrite } from "#shared/audit/write.ts";
import { actorRef, assertCan, type Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { commit } from "#shared/table/commit.ts";
import { getPlanVersion, loadWork } from "./load.ts";
import type { PlanRecord, PlanStatsRecord } from "./record.ts";
import { Autonomy } from "./schema.ts";
import { putPlan } from "./store.ts";

/** What a plan may do by itself. Null for scenes in which nothing runs by itself. */
export function autonomyOf({ scene, autonomy }: PlanRecord): Autonomy | null {
  return scene === "SELF_RECOVERY" ? (autonomy?.level ?? "suggest") : null;
}

function successesOf({ successesByPeople, automaticSuccesses }: PlanStatsRecord): number {
  return successesByPeople + automaticSuccesses;
}

/** Successful runs since the level was set. */
export function successesSince({ autonomy }: PlanRecord, stats: PlanStatsRecord): number {
  return successesOf(stats) - (autonomy?.successes ?? 0);
}

const rank = (level: Autonomy): number => Autonomy.options.indexOf(level);

type Rise = { plan: PlanRecord; stats: PlanStatsRecord; level: Autonomy; now: Autonomy };

/** Trust is earned a step at a time: by what is published, with runs that went well since the last step. */
async function assertMayRise({ plan, stats, level, now }: Rise): Promise<void> {
  if (rank(level) > rank(now) + 1) {
    throw new AppError("WRONG_STATE", "Autonomy rises one step at a time.");
  }
  if (plan.state !== "published") {
    throw new AppError("WRONG_STATE", "Only a published plan may do more by itself.");
  }
  const { document } = await getPlanVersion(plan.planId, plan.published);
  const needed = document.scene === "SELF_RECOVERY" ? document.guardrails.promoteAfter : 0;
  const missing = needed - successesSince(plan, stats);
  if (missing > 0) {
    throw new AppError("WRONG_STATE", `${missing} more successful runs are needed first.`);
  }
}

type Input = { planId: string; level: Autonomy; reason: string };

/**
 * Sets how much a plan of self-recovery does by itself. It rises one step at a time, after as many successful runs
 * as its guardrails ask for, and falls at any time. Throws WRONG_STATE otherwise.
 */
export async function setAutonomy(ctx: Ctx, { planId, level, reason }: Input): Promise<string> {
  assertCan(ctx, "plan:manage");
  const { plan, stats } = await loadWork(planId);
  const now = autonomyOf(plan);
  if (now === null) {
    throw new AppError("WRONG_STATE", "Only plans of self-recovery do something by themselves.");
  }
  if (level === now) throw new AppError("WRONG_STATE", "It is at this level already.");
  if (rank(level) > rank(now)) await assertMayRise({ plan, stats, level, now });
  const deed = { at: ctx.now, by: actorRef(ctx), reason };
  const autonomy = { ...deed, level, successes: successesOf(stats) };
  await commit(ctx, {
    audit: [auditWrite(ctx, "plan.autonomy", planId, { from: now, to: level, reason })],
    writes: [putPlan({ ...plan, autonomy, updatedAt: ctx.now })],
    ref: planId,
  });
  return planId;
}
