import { getTemplateRecord } from "./load.ts";
import { readDraft } from "./draft.ts";
import type { TemplateDocument } from "./schema.ts";

/** The document to try out: the source as it is being written or, without one, the draft as it was saved. */
export async function documentToTry(
  templateId: string,
  source: string | undefined,
): Promise<TemplateDocument> {
  const template = await getTemplateRecord(templateId);
  return readDraft(source ?? template.source);
}
