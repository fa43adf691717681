import { assertCan, type Ctx } from "#shared/core/ctx.ts";
import { here } from "#shared/table/model.ts";
import { TemplateVersionEntity } from "./entity.ts";
import { getTemplateRecord } from "./load.ts";

type Version = { version: number; publishedAt: string; publishedBy: string; source: string };

/** Sources are long: older versions than these are found by their tickets only. */
const mostListed = 50;

/** Published versions, newest first. */
export async function listTemplateVersions(
  ctx: Ctx,
  { templateId }: { templateId: string },
): Promise<{ items: Version[] }> {
  assertCan(ctx, "template:manage");
  await getTemplateRecord(templateId);
  const query = TemplateVersionEntity.query.templateVersion({ templateId });
  const { data } = await query.go({
    ...here(),
    consistent: true,
    order: "desc",
    count: mostListed,
  });
  const items = data.map(({ number, publishedAt, publishedBy, source }) => ({
    version: number,
    publishedAt,
    publishedBy,
    source,
  }));
  return { items };
}
