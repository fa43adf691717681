import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { getUsersByEmail } from "#shared/org/load.ts";
import { loadSettings } from "#shared/setting/load.ts";
import { autonomyOf, successesSince } from "./autonomy.ts";
import { readDraft } from "./draft.ts";
import { getPlanVersion, readWork, type PlanWork } from "./load.ts";
import { rowsOf } from "./rows.ts";
import { averageSeconds } from "./runs.ts";
import type { PlanDocument } from "./schema.ts";
import { brokenOf, summaryOf } from "./view.ts";
import type { PlanView } from "./view-schema.ts";

type Shown = { shown: PlanView["shown"]; document: PlanDocument; source: string | null };

/** What of a plan is looked at: its draft, a version, or what a run would begin with. */
type Of = "draft" | number | undefined;

async function shownOf({ plan, source }: PlanWork, of: Of): Promise<Shown> {
  const number = of ?? (plan.published === 0 ? "draft" : plan.published);
  if (number === "draft") return { shown: "draft", document: readDraft(source), source };
  const { document } = await getPlanVersion(plan.planId, number);
  return { shown: number, document, source: null };
}

function promotionOf({ plan, stats }: PlanWork, document: PlanDocument): PlanView["promotion"] {
  if (autonomyOf(plan) === null || document.scene !== "SELF_RECOVERY") return null;
  const { promoteAfter } = document.guardrails;
  return { successes: successesSince(plan, stats), needed: promoteAfter };
}

async function viewOf(work: PlanWork, of: Of): Promise<PlanView> {
  const { plan, stats } = work;
  const { planId, draft, autonomy, disabled, tokenGeneration, createdAt, createdBy } = plan;
  const [shown, users, broken, average, { platform }] = await Promise.all([
    shownOf(work, of),
    getUsersByEmail(plan.owners),
    brokenOf([plan]),
    averageSeconds(planId),
    loadSettings(["platform"]),
  ]);
  const { planId: _, ...counted } = stats;
  return {
    ...summaryOf(plan, { users, broken, stats }),
    ...shown,
    ...{ disabled, tokenGeneration, createdAt, createdBy },
    plans: await rowsOf(planId, shown.document, platform.nodeTimeoutSeconds),
    draft: { savedAt: draft.at, savedBy: draft.by, version: draft.version },
    stats: { ...counted, averageSeconds: average },
    autonomyChange:
      autonomy === null ? null : { at: autonomy.at, by: autonomy.by, reason: autonomy.reason },
    promotion: promotionOf(work, shown.document),
  };
}

/**
 * A plan in rows: as a run would begin with it, before it was published its draft, or what is asked for. Drafts are
 * for those who may write plans. Throws FORBIDDEN, NOT_FOUND.
 */
export async function getPlan(
  ctx: Ctx,
  { planId, of }: { planId: string; of?: Of },
): Promise<PlanView> {
  const work = await readWork(ctx, planId);
  if (of === "draft") assertCan(ctx, "plan:manage");
  return viewOf(work, of);
}
