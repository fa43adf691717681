import { Entity } from "electrodb";
import { count, json, optionalText, text, word } from "#shared/table/attribute.ts";
import { service } from "#shared/table/model.ts";
import type { SecretRecord } from "./secret-record.ts";

/** Names and versions of secrets. Their values are in the vault and nowhere else. */
export const SecretEntity = new Entity({
  model: { service, entity: "secret", version: "1" },
  attributes: {
    name: text,
    revision: count,
    description: text,
    state: { type: word<SecretRecord["state"]>(), required: true },
    versions: { type: json<SecretRecord["versions"]>(), required: true },
    updatedAt: text,
    // Absent once it is deleted: lists do not grow with what is gone.
    directory: optionalText,
    listedAs: optionalText,
  },
  indexes: {
    secret: { pk: { field: "pk", composite: ["name"] }, sk: { field: "sk", composite: [] } },
    byName: {
      index: "gsi3",
      pk: { field: "gsi3pk", composite: ["directory"] },
      sk: { field: "gsi3sk", composite: ["listedAs"] },
    },
  },
});
