import { auditWrite } from "#shared/audit/write.ts";
import { actorRef, assertCan, type Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { commit } from "#shared/table/commit.ts";
import { findingsOf } from "./check.ts";
import { headOf } from "./draft.ts";
import { refusal } from "./finding.ts";
import { loadWork } from "./load.ts";
import { draftConflict } from "./save.ts";
import { actionsIn } from "./steps.ts";
import { createVersionRows, hashOf, moveUses, putPlan } from "./store.ts";

type Input = {
  planId: string;
  reason: string;
  /** The plan's `version` whose draft was looked at; without it the draft as it is. */
  version?: number | undefined;
};

/**
 * Makes the draft the version that new runs begin with; running ones keep theirs. A disabled plan stays disabled.
 * Throws PLAN_INVALID with every error, WRONG_STATE when there is nothing new, CONFLICT when somebody else saved or
 * published: nobody publishes what she has not seen.
 */
export async function publishPlan(ctx: Ctx, input: Input): Promise<string> {
  assertCan(ctx, "plan:manage");
  const { planId, reason, version } = input;
  const work = await loadWork(planId);
  const { plan, source } = work;
  if (version !== undefined && version < plan.draft.version) throw draftConflict(work);
  if (plan.publishedHash === plan.draft.hash) {
    throw new AppError("WRONG_STATE", `This draft is version ${plan.published} already.`);
  }
  const { document, findings } = await findingsOf(plan, source);
  const isFaulty = findings.some(({ level }) => level === "error");
  if (document === null || isFaulty) throw refusal(findings);
  const published = plan.published + 1;
  const text = JSON.stringify(document);
  const row = { planId, number: published, hash: hashOf(text), reason };
  const actions = actionsIn(document);
  const state = plan.state === "draft" ? "published" : plan.state;
  const publishedHash = plan.draft.hash;
  const shown = { ...(await headOf(document)), actions, state, published, publishedHash };
  await commit(ctx, {
    audit: [
      auditWrite(ctx, "plan.publish", planId, { version: published, reason, hash: row.hash }),
    ],
    writes: [
      putPlan({ ...plan, ...shown, updatedAt: ctx.now }),
      ...createVersionRows(
        { ...row, publishedAt: ctx.now, publishedBy: actorRef(ctx) },
        { document: text, source },
      ),
      ...moveUses(planId, plan.actions, actions),
    ],
    ref: planId,
  });
  return planId;
}
