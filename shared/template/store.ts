import { toItem } from "#shared/table/attribute.ts";
import { put, type Write } from "#shared/table/commit.ts";
import { here } from "#shared/table/model.ts";
import { TemplateEntity, TemplateVersionEntity } from "./entity.ts";
import type { TemplateRecord, TemplateVersionRecord } from "./record.ts";

export function createTemplateRow(template: TemplateRecord): Write {
  return put(TemplateEntity.create(toItem(template)).params(here()), "ALREADY_EXISTS");
}

/** The template's new state; refused when the record has moved on since it was read. */
export function putTemplate(template: TemplateRecord): Write {
  const params = TemplateEntity.put(toItem({ ...template, version: template.version + 1 }))
    .where(({ version }, { eq }) => eq(version, template.version))
    .params(here());
  return put(params);
}

export function createVersionRow(version: TemplateVersionRecord): Write {
  return put(TemplateVersionEntity.create(version).params(here()), "CONFLICT");
}
