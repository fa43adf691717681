import { Entity, Service } from "electrodb";
import { count, text, word } from "#shared/table/attribute.ts";
import { service } from "#shared/table/model.ts";
import type { ActionRecord } from "./record.ts";

/** There is one catalogue. */
const catalogue = { type: "string", required: true, default: "actions", readOnly: true } as const;

export const CatalogueEntity = new Entity({
  model: { service, entity: "catalogue", version: "1" },
  attributes: { catalogue, catalogueVersion: count, revision: count, syncedAt: text },
  indexes: {
    catalogue: {
      collection: "known",
      pk: { field: "pk", composite: ["catalogue"] },
      sk: { field: "sk", composite: [] },
    },
  },
});

export const ActionEntity = new Entity({
  model: { service, entity: "action", version: "1" },
  attributes: {
    catalogue,
    code: text,
    catalogueVersion: count,
    state: { type: word<ActionRecord["state"]>(), required: true },
    facts: text,
    changedAt: text,
  },
  indexes: {
    action: {
      collection: "known",
      pk: { field: "pk", composite: ["catalogue"] },
      sk: { field: "sk", composite: ["code"] },
    },
  },
});

export const catalogues = new Service({ head: CatalogueEntity, action: ActionEntity });
