import { put, type Write } from "#shared/table/commit.ts";
import { here } from "#shared/table/model.ts";
import { catalogues } from "./entity.ts";
import type { ActionRecord, CatalogueRecord } from "./record.ts";

/** What the table knows of the catalogue. `head` is absent until the first sync. */
export type Known = { head: CatalogueRecord | undefined; actions: ActionRecord[] };

/** One Query: head and all actions, those that are gone too. */
export async function loadKnown({ consistent }: { consistent: boolean }): Promise<Known> {
  const query = catalogues.collections.known({ catalogue: "actions" });
  const { data } = await query.go({ ...here(), consistent, pages: "all" });
  return { head: data.head[0], actions: data.action };
}

/** Refused when the catalogue was written since `head` was read: what to write was decided on what was there. */
export function putHead(head: CatalogueRecord): Write {
  const params = catalogues.entities.head
    .put({ ...head, revision: head.revision + 1 })
    .where(({ revision }, { eq, notExists }) =>
      head.revision === 0 ? notExists(revision) : eq(revision, head.revision),
    )
    .params(here());
  return put(params);
}

/** No build may put back what a newer one has written. */
export function putAction(action: ActionRecord): Write {
  const params = catalogues.entities.action
    .put(action)
    .where(
      ({ catalogueVersion }, { lte, notExists }) =>
        `${notExists(catalogueVersion)} OR ${lte(catalogueVersion, action.catalogueVersion)}`,
    )
    .params(here());
  return put(params);
}
