import type { Ctx } from "#shared/core/ctx.ts";
import { getUsersByEmail } from "#shared/org/load.ts";
import { brokenSteps } from "./broken.ts";
import { readDraft } from "./draft.ts";
import { getPlanVersion, readWork } from "./load.ts";
import { readinessOf } from "./readiness.ts";
import { averageSeconds } from "./runs.ts";
import { personIn } from "./uses.ts";
import type { Readiness } from "./view-schema.ts";

/** How much a plan can be relied upon, as a run would begin with it. Throws NOT_FOUND. */
export async function getReadiness(ctx: Ctx, planId: string): Promise<Readiness> {
  const { plan, source, stats } = await readWork(ctx, planId);
  const document =
    plan.published === 0
      ? readDraft(source)
      : (await getPlanVersion(planId, plan.published)).document;
  const [users, broken, average] = await Promise.all([
    getUsersByEmail(document.owners),
    brokenSteps(document),
    averageSeconds(planId),
  ]);
  const owners = document.owners.map((email) => personIn(users, email));
  return readinessOf({
    ...{ plan, document, stats, broken, owners, averageSeconds: average, now: ctx.now },
  });
}
