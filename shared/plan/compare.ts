import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { differencesOf, type Difference } from "./diff.ts";
import { readDraft } from "./draft.ts";
import { getPlanVersion, loadWork, readPlan } from "./load.ts";
import type { PlanDocument } from "./schema.ts";

type Input = { planId: string; from: number; to: "draft" | number };

/** What differs between a version of a plan and another one, or its draft for those who may write plans. */
export async function comparePlanVersions(
  ctx: Ctx,
  { planId, from, to }: Input,
): Promise<{ items: Difference[] }> {
  await readPlan(ctx, planId);
  if (to === "draft") assertCan(ctx, "plan:manage");
  const read = async (of: "draft" | number): Promise<PlanDocument> =>
    of === "draft"
      ? readDraft((await loadWork(planId)).source)
      : (await getPlanVersion(planId, of)).document;
  return { items: differencesOf(await read(from), await read(to)) };
}
