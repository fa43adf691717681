import { auditWrite } from "#shared/audit/write.ts";
import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { newId } from "#shared/core/id.ts";
import { commit } from "#shared/table/commit.ts";
import { headOf, readDraft } from "./draft.ts";
import type { TemplateRecord } from "./record.ts";
import { createTemplateRow } from "./store.ts";

/** Adds a template as a draft. Throws TEMPLATE_INVALID when the source does not fit the schema. */
export async function createTemplate(ctx: Ctx, { source }: { source: string }): Promise<string> {
  assertCan(ctx, "template:manage");
  const head = headOf(readDraft(source));
  const template: TemplateRecord = {
    ...head,
    templateId: newId("template"),
    version: 1,
    published: 0,
    state: "draft",
    source,
    updatedAt: ctx.now,
  };
  const { templateId } = template;
  await commit(ctx, {
    audit: [auditWrite(ctx, "template.create", templateId, { name: head.name })],
    writes: [createTemplateRow(template)],
    ref: templateId,
  });
  return templateId;
}
