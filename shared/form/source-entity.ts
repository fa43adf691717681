import { Entity } from "electrodb";
import { count, text } from "#shared/table/attribute.ts";
import { service } from "#shared/table/model.ts";

/** The last good answer of a source of options, for times when it gives none. */
export const OptionAnswerEntity = new Entity({
  model: { service, entity: "optionAnswer", version: "1" },
  attributes: { sourceKey: text, packed: text, fetchedAt: text, expiresAt: count },
  indexes: {
    answer: { pk: { field: "pk", composite: ["sourceKey"] }, sk: { field: "sk", composite: [] } },
  },
});
