import { auditWrite } from "#shared/audit/write.ts";
import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { commit } from "#shared/table/commit.ts";
import { headOf, readDraft } from "./draft.ts";
import { getTemplateRecord } from "./load.ts";
import { putTemplate } from "./store.ts";

type Input = {
  templateId: string;
  source: string;
  /** When the draft was changed that this one was made from; without it the newest one wins. */
  seen?: string | undefined;
};

/**
 * Saves the draft. The catalogue shows a published template as it was published until the draft is.
 * Throws TEMPLATE_INVALID when the source does not fit the schema, CONFLICT when somebody else saved since `seen`.
 */
export async function saveTemplate(ctx: Ctx, { templateId, source, seen }: Input): Promise<string> {
  assertCan(ctx, "template:manage");
  const document = readDraft(source);
  const before = await getTemplateRecord(templateId);
  if (seen !== undefined && seen !== before.updatedAt) {
    throw new AppError("CONFLICT", "Somebody else has saved this template since.");
  }
  const head = before.published === 0 ? headOf(document) : {};
  await commit(ctx, {
    audit: [auditWrite(ctx, "template.save", templateId, { draftOf: before.published + 1 })],
    writes: [putTemplate({ ...before, ...head, source, updatedAt: ctx.now })],
    ref: templateId,
  });
  return templateId;
}
