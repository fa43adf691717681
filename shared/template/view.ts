import type { TemplateRecord } from "./record.ts";
import type { TemplateSummary } from "./schema.ts";

export function summaryOf(template: TemplateRecord): TemplateSummary {
  const { templateId, name, description, category, icon, state, published, updatedAt } = template;
  return {
    id: templateId,
    name,
    ...(description === null ? {} : { description }),
    category,
    icon,
    state,
    version: published,
    updatedAt,
  };
}
