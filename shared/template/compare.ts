import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { differencesOf, type Difference } from "./diff.ts";
import { readDraft } from "./draft.ts";
import { getTemplateRecord, getTemplateVersion } from "./load.ts";
import type { TemplateDocument } from "./schema.ts";

type Input = { templateId: string; from: number; to: number };

/** What differs between two versions of a template; version 0 is its draft. */
export async function compareVersions(
  ctx: Ctx,
  { templateId, from, to }: Input,
): Promise<{ items: Difference[] }> {
  assertCan(ctx, "template:manage");
  const template = await getTemplateRecord(templateId);
  const read = async (version: number): Promise<TemplateDocument> =>
    version === 0
      ? readDraft(template.source)
      : (await getTemplateVersion(templateId, version)).document;
  return { items: differencesOf(await read(from), await read(to)) };
}
