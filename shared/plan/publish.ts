import { auditWrite } from "#shared/audit/write.ts";
import { actorRef, assertCan, type Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { commit, type Commit } from "#shared/table/commit.ts";
import { afresh } from "#shared/table/retry.ts";
import { findingsOf } from "./check.ts";
import { headOf } from "./draft.ts";
import { refusal } from "./finding.ts";
import { getPlanRecord, loadWork, type PlanWork } from "./load.ts";
import type { PlanRecord } from "./record.ts";
import { draftConflict } from "./save.ts";
import type { PlanDocument } from "./schema.ts";
import { moveSecrets, secretsIn } from "./secret-uses.ts";
import { actionsIn } from "./steps.ts";
import { createVersionRows, hashOf, moveUses, putPlan } from "./store.ts";

type Input = {
  planId: string;
  reason: string;
  /** The plan's `version` whose draft was looked at; without it the draft as it is. */
  version?: number | undefined;
};

/** What publishing writes, decided on what was read. */
async function releaseOf(
  ctx: Ctx,
  { plan, source }: PlanWork,
  { document, reason }: { document: PlanDocument; reason: string },
): Promise<Commit> {
  const { planId } = plan;
  const published = plan.published + 1;
  const text = JSON.stringify(document);
  const version = { planId, number: published, hash: hashOf(text), reason };
  const actions = actionsIn(document);
  const placed = secretsIn(document);
  const secrets = [...new Set(placed.map(({ secret }) => secret))];
  const state = plan.state === "draft" ? "published" : plan.state;
  const release = { actions, secrets, state, published, publishedHash: plan.draft.hash } as const;
  const made = { publishedAt: ctx.now, publishedBy: actorRef(ctx) };
  const told = { version: published, reason, hash: version.hash };
  return {
    audit: [auditWrite(ctx, "plan.publish", planId, told)],
    writes: [
      putPlan({ ...plan, ...(await headOf(document)), ...release, updatedAt: ctx.now }),
      ...createVersionRows({ ...version, ...made }, { document: text, source }),
      ...moveUses(planId, plan.actions, actions),
      ...moveSecrets(plan, { name: document.name, placed }),
    ],
    ref: planId,
  };
}

/** Plans that begin to use secrets at the same time meet at a row of all; that is no conflict over this plan. */
async function insist(ctx: Ctx, { planId, version }: PlanRecord, release: Commit): Promise<void> {
  const isDone = await afresh(async () => {
    try {
      await commit(ctx, release);
      return true;
    } catch (error) {
      if ((await getPlanRecord(planId)).version === version) throw error;
      return false;
    }
  });
  if (!isDone) throw new AppError("CONFLICT", "Somebody else was faster.");
}

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
  await insist(ctx, plan, await releaseOf(ctx, work, { document, reason }));
  return planId;
}
