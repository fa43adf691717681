import { assertCan, can, type Ctx } from "#shared/core/ctx.ts";
import { notFound } from "#shared/core/error.ts";
import { readDraft } from "./draft.ts";
import { getTemplateRecord, getTemplateVersion } from "./load.ts";
import type { Template } from "./schema.ts";
import { summaryOf } from "./view.ts";

/** The template with its draft. */
export async function getDraft(ctx: Ctx, templateId: string): Promise<Template> {
  assertCan(ctx, "template:manage");
  const template = await getTemplateRecord(templateId);
  const { source } = template;
  return { ...summaryOf(template), document: readDraft(source), source };
}

/** The published form and chain, or the draft. Unpublished templates are not found by those who fill them in. */
export async function getTemplate(
  ctx: Ctx,
  { templateId, draft }: { templateId: string; draft: boolean },
): Promise<Template> {
  if (draft) return getDraft(ctx, templateId);
  assertCan(ctx, "template:read");
  const template = await getTemplateRecord(templateId);
  if (template.state !== "published") throw notFound("template");
  const { document, source } = await getTemplateVersion(templateId, template.published);
  const forManagers = can(ctx, "template:manage") ? { source } : {};
  return { ...summaryOf(template), document, ...forManagers };
}
