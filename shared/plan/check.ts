import { missingOf } from "#shared/action/view.ts";
import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { both } from "#shared/core/text.ts";
import { checkReferences } from "./check-references.ts";
import { error, type Located, type PlanFinding } from "./finding.ts";
import { loadWork } from "./load.ts";
import { parsePlan } from "./parse.ts";
import type { PlanRecord } from "./record.ts";
import type { PlanDocument } from "./schema.ts";

export type Checked = { document: PlanDocument | null; findings: Located[] };

/** A plan that has runs keeps its scene: what it proved and how far it may go belong to it. */
function sceneFindings({ scene }: PlanDocument, plan: PlanRecord): PlanFinding[] {
  if (plan.published === 0 || plan.scene === scene) return [];
  return [
    error("scene", "scene_changed", {
      message: both(
        `This plan is one of ${plan.scene}.`,
        `该预案的场景是 ${plan.scene}，不能更改。`,
      ),
      cure: both("Copy it, and change the copy.", "请复制预案后修改副本。"),
    }),
  ];
}

/** Everything there is to say about a source that is to become the next version of a plan. */
export async function findingsOf(plan: PlanRecord, source: string): Promise<Checked> {
  const context = { missing: await missingOf(), published: new Set(plan.actions) };
  const { document, findings, lineOf } = parsePlan(source, context);
  if (document === null) return { document, findings };
  const more = [...sceneFindings(document, plan), ...(await checkReferences(document))];
  const located = more.map((finding) => ({ ...finding, line: lineOf(finding.path) }));
  return { document, findings: [...findings, ...located] };
}

/** Checks a source without saving it, or the draft as it was saved. */
export async function checkPlan(
  ctx: Ctx,
  { planId, source }: { planId: string; source?: string | undefined },
): Promise<Checked> {
  assertCan(ctx, "plan:manage");
  const work = await loadWork(planId);
  return findingsOf(work.plan, source ?? work.source);
}
