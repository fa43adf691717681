import { Entity } from "electrodb";
import { count, optionalText, text, word } from "#shared/table/attribute.ts";
import { service } from "#shared/table/model.ts";
import type { InitRecord } from "./init-record.ts";

/** The newest run of each task: whoever puts the next one in its place has won. */
export const InitEntity = new Entity({
  model: { service, entity: "initialisation", version: "1" },
  attributes: {
    task: text,
    version: count,
    state: { type: word<InitRecord["state"]>(), required: true },
    releaseId: text,
    releaseOrder: count,
    checksum: optionalText,
    changed: { type: "number" },
    startedAt: text,
    endedAt: optionalText,
    error: optionalText,
    holder: text,
    leaseUntilMs: count,
  },
  indexes: {
    initialisation: {
      pk: { field: "pk", composite: ["task"] },
      sk: { field: "sk", composite: [] },
    },
  },
});
