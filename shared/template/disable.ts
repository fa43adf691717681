import { auditWrite } from "#shared/audit/write.ts";
import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { AppError } from "#shared/core/error.ts";
import { commit } from "#shared/table/commit.ts";
import { getTemplateRecord } from "./load.ts";
import { putTemplate } from "./store.ts";

/** Takes a template out of the catalogue; running tickets go on. Publishing brings it back. */
export async function disableTemplate(
  ctx: Ctx,
  { templateId }: { templateId: string },
): Promise<string> {
  assertCan(ctx, "template:manage");
  const before = await getTemplateRecord(templateId);
  if (before.state !== "published") {
    throw new AppError("WRONG_STATE", "Only a published template can be disabled.");
  }
  await commit(ctx, {
    audit: [auditWrite(ctx, "template.disable", templateId, {})],
    writes: [putTemplate({ ...before, state: "disabled", updatedAt: ctx.now })],
    ref: templateId,
  });
  return templateId;
}
