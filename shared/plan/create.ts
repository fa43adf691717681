import { parseDocument } from "yaml";
import { auditWrite } from "#shared/audit/write.ts";
import { actorRef, assertCan, type Ctx } from "#shared/core/ctx.ts";
import { newId } from "#shared/core/id.ts";
import { commit } from "#shared/table/commit.ts";
import { splitText } from "#shared/table/parts.ts";
import { headOf, readDraft } from "./draft.ts";
import { loadWork } from "./load.ts";
import type { PlanRecord } from "./record.ts";
import { createPlanRows, hashOf } from "./store.ts";

const longestName = 300;

function named(name: string, addition: string): string {
  return name.slice(0, longestName - addition.length) + addition;
}

/** The draft of another plan, comments kept; only its name says that it is a copy. */
async function copyOf(planId: string): Promise<string> {
  const { source } = await loadWork(planId);
  const { name } = readDraft(source);
  const yaml = parseDocument(source);
  yaml.setIn(["name", "en"], named(name.en, " (copy)"));
  yaml.setIn(["name", "zh-CN"], named(name["zh-CN"], "（副本）"));
  return yaml.toString({ lineWidth: 0 });
}

/**
 * Adds a plan as a draft: of a source, or `from` the draft of another one. Throws PLAN_INVALID when the source does
 * not fit the schema, NOT_FOUND when there is no such other.
 */
export async function createPlan(
  ctx: Ctx,
  given: { source: string } | { from: string },
): Promise<string> {
  assertCan(ctx, "plan:manage");
  const source = "source" in given ? given.source : await copyOf(given.from);
  const head = await headOf(readDraft(source));
  const by = actorRef(ctx);
  const draft = { parts: splitText(source).length, hash: hashOf(source), version: 1 };
  const plan: PlanRecord = {
    planId: newId("plan"),
    version: 1,
    state: "draft",
    published: 0,
    ...head,
    actions: [],
    secrets: [],
    draft: { ...draft, at: ctx.now, by },
    publishedHash: null,
    autonomy: null,
    disabled: null,
    tokenGeneration: 0,
    createdAt: ctx.now,
    createdBy: by,
    updatedAt: ctx.now,
  };
  const { planId } = plan;
  const told = { name: head.name, ...("from" in given ? { from: given.from } : {}) };
  await commit(ctx, {
    audit: [auditWrite(ctx, "plan.create", planId, told)],
    writes: createPlanRows(plan, source),
    ref: planId,
  });
  return planId;
}
