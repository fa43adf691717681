import { auditWrite } from "#shared/audit/write.ts";
import { actorRef, assertCan, type Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { commit } from "#shared/table/commit.ts";
import { splitText } from "#shared/table/parts.ts";
import { afresh } from "#shared/table/retry.ts";
import { headOf, readDraft } from "./draft.ts";
import { loadWork, type PlanWork } from "./load.ts";
import type { PlanRecord } from "./record.ts";
import { draftRows, hashOf, putPlan } from "./store.ts";

/** The draft has changed since it was read: the answer shows what is on record now. */
export function draftConflict({ plan, source }: PlanWork): AppError {
  const { version, draft } = plan;
  const current = { version, source, savedAt: draft.at, savedBy: draft.by };
  return new AppError("CONFLICT", `${draft.by.name} has saved this plan since.`, { current });
}

type Input = {
  planId: string;
  source: string;
  /** The plan's `version` that this draft was made from. */
  version: number;
};

/**
 * Saves the draft. Lists show a published plan as it was published until the draft is. Throws PLAN_INVALID when the
 * source does not fit the schema, and CONFLICT with the other's draft when somebody has saved since `version`; what
 * else became of the plan meanwhile is nobody's conflict.
 */
export async function savePlan(ctx: Ctx, input: Input): Promise<string> {
  assertCan(ctx, "plan:manage");
  const { planId, source } = input;
  const head = await headOf(readDraft(source));
  const refused = await afresh(async () => {
    const work = await loadWork(planId);
    if (isSeen(work.plan, input.version)) return write(ctx, work, { source, head });
    // What the other saved may be the same: a save that was repeated after its answer was lost.
    return work.source === source ? undefined : work;
  });
  if (refused !== undefined) throw draftConflict(refused);
  return planId;
}

/** Whether the draft is still the one that was there at `version`. */
function isSeen({ version, draft }: PlanRecord, seen: number): boolean {
  return draft.version <= seen && seen <= version;
}

type New = { source: string; head: Awaited<ReturnType<typeof headOf>> };

async function write(ctx: Ctx, { plan, source: before }: PlanWork, { source, head }: New) {
  const { planId, published } = plan;
  const draft = {
    parts: splitText(source).length,
    hash: hashOf(source),
    version: plan.version + 1,
    at: ctx.now,
    by: actorRef(ctx),
  };
  const shown = published === 0 ? head : {};
  const changes = { draftOf: published + 1, hash: draft.hash };
  await commit(ctx, {
    audit: [auditWrite(ctx, "plan.save", planId, changes)],
    writes: [
      putPlan({ ...plan, ...shown, draft, updatedAt: ctx.now }),
      ...draftRows(planId, before, source),
    ],
    ref: planId,
  });
  return undefined;
}
