import { notFound } from "#shared/core/error.ts";
import { fromItem } from "#shared/table/attribute.ts";
import { tableName } from "#shared/table/client.ts";
import { here } from "#shared/table/model.ts";
import { TemplateEntity, TemplateVersionEntity } from "./entity.ts";
import type { TemplateRecord, TemplateVersionRecord } from "./record.ts";

const cacheSize = 200;
const cache = new Map<string, TemplateVersionRecord>();

// A Map keeps insertion order: its first key is the one not used for longest.
function remember(key: string, version: TemplateVersionRecord): TemplateVersionRecord {
  cache.delete(key);
  cache.set(key, version);
  const [oldest] = cache.keys();
  if (cache.size > cacheSize && oldest !== undefined) cache.delete(oldest);
  return version;
}

/**
 * A published version; it never changes, so a warm process reads it once. Throws NOT_FOUND.
 * Callers must not change the record: others share it.
 */
export async function getTemplateVersion(
  templateId: string,
  number: number,
): Promise<TemplateVersionRecord> {
  const key = `${tableName()} ${templateId} ${number}`;
  const cached = cache.get(key);
  if (cached !== undefined) return remember(key, cached);
  const { data } = await TemplateVersionEntity.get({ templateId, number }).go({
    ...here(),
    consistent: true,
  });
  if (data === null) throw notFound("template version");
  return remember(key, data);
}

export function templateOf(item: object): TemplateRecord {
  return fromItem<TemplateRecord>(item, ["description"]);
}

/** The template with its draft, in any state. Throws NOT_FOUND. */
export async function getTemplateRecord(templateId: string): Promise<TemplateRecord> {
  const { data } = await TemplateEntity.get({ templateId }).go({ ...here(), consistent: true });
  if (data === null) throw notFound("template");
  return templateOf(data);
}

/** The version on which new tickets begin. Throws NOT_FOUND when the template is not in the catalogue. */
export async function getPublished(templateId: string): Promise<TemplateVersionRecord> {
  const template = await getTemplateRecord(templateId);
  if (template.state !== "published") throw notFound("template");
  return getTemplateVersion(templateId, template.published);
}

/** Those of the ids that no template has. One BatchGet per hundred. */
export async function unknownTemplates(templateIds: readonly string[]): Promise<string[]> {
  const distinct = [...new Set(templateIds)];
  if (distinct.length === 0) return [];
  const { data } = await TemplateEntity.get(distinct.map((templateId) => ({ templateId }))).go(
    here(),
  );
  const known = new Set(data.map(({ templateId }) => templateId));
  return distinct.filter((templateId) => !known.has(templateId));
}
