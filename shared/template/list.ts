import { assertCan, can, type Ctx } from "#shared/core/ctx.ts";
import { here } from "#shared/table/model.ts";
import { TemplateEntity } from "./entity.ts";
import { templateOf } from "./load.ts";
import type { TemplateSummary } from "./schema.ts";
import { summaryOf } from "./view.ts";

/** The catalogue by category; those who manage templates also see drafts and disabled ones. */
export async function listTemplates(ctx: Ctx): Promise<{ items: TemplateSummary[] }> {
  assertCan(ctx, "template:read");
  const query = TemplateEntity.query.byCategory({ directory: "template" });
  const { data } = await query.go({ ...here(), pages: "all" });
  const seesAll = can(ctx, "template:manage");
  const shown = data.map(templateOf).filter(({ state }) => seesAll || state === "published");
  return { items: shown.map(summaryOf) };
}
