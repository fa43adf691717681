import { Entity } from "electrodb";
import { json, text } from "#shared/table/attribute.ts";
import { service } from "#shared/table/model.ts";

/** A change to something that is no ticket: who did what when. */
export const AuditEntity = new Entity({
  model: { service, entity: "audit", version: "1" },
  attributes: {
    subjectId: text,
    eventId: text,
    action: text,
    at: text,
    actorId: text,
    actorName: text,
    channel: text,
    changes: { type: json<Record<string, unknown>>(), required: true },
  },
  indexes: {
    audit: {
      pk: { field: "pk", composite: ["subjectId"] },
      sk: { field: "sk", composite: ["eventId"] },
    },
  },
});
