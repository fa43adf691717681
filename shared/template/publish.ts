import { auditWrite } from "#shared/audit/write.ts";
import { actorId, assertCan, type Ctx } from "#shared/core/ctx.ts";
import { commit } from "#shared/table/commit.ts";
import { findingsOf } from "./check.ts";
import { headOf, refusal } from "./draft.ts";
import { getTemplateRecord } from "./load.ts";
import type { TemplateVersionRecord } from "./record.ts";
import { createVersionRow, putTemplate } from "./store.ts";

/**
 * Makes the draft the version on which new tickets begin; running ones keep theirs. Throws TEMPLATE_INVALID
 * with everything that stands against it.
 */
export async function publishTemplate(
  ctx: Ctx,
  { templateId }: { templateId: string },
): Promise<string> {
  assertCan(ctx, "template:manage");
  const before = await getTemplateRecord(templateId);
  const { document, findings } = await findingsOf(before.source);
  if (document === null || findings.length > 0) throw refusal(findings);
  const version: TemplateVersionRecord = {
    templateId,
    number: before.published + 1,
    document,
    source: before.source,
    publishedAt: ctx.now,
    publishedBy: ctx.actor.kind === "person" ? ctx.actor.name : actorId(ctx),
  };
  const { number: published } = version;
  const state = "published" as const;
  await commit(ctx, {
    audit: [auditWrite(ctx, "template.publish", templateId, { version: published })],
    writes: [
      putTemplate({ ...before, ...headOf(document), published, state, updatedAt: ctx.now }),
      createVersionRow(version),
    ],
    ref: templateId,
  });
  return templateId;
}
