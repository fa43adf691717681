import { parseDocument } from "yaml";
import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { createTemplate } from "./create.ts";
import { readDraft } from "./draft.ts";
import { getTemplateRecord } from "./load.ts";

/** A new draft with the source of another template, comments kept; only its name says that it is a copy. */
export async function copyTemplate(
  ctx: Ctx,
  { templateId }: { templateId: string },
): Promise<string> {
  assertCan(ctx, "template:manage");
  const { source } = await getTemplateRecord(templateId);
  const { name } = readDraft(source);
  const yaml = parseDocument(source);
  yaml.setIn(["name", "en"], `${name.en} (copy)`);
  yaml.setIn(["name", "zh-CN"], `${name["zh-CN"]}（副本）`);
  return createTemplate(ctx, { source: yaml.toString({ lineWidth: 0 }) });
}
