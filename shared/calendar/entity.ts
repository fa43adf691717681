import { Entity } from "electrodb";
import { count, json, text } from "#shared/table/attribute.ts";
import { service } from "#shared/table/model.ts";
import type { PackedDays } from "./pack.ts";
import type { CalendarRecord } from "./record.ts";

export const CalendarEntity = new Entity({
  model: { service, entity: "calendar", version: "1" },
  attributes: {
    code: text,
    version: count,
    name: { type: json<CalendarRecord["name"]>(), required: true },
    zone: text,
    week: { type: json<CalendarRecord["week"]>(), required: true },
    days: { type: json<PackedDays>(), required: true },
    updatedAt: text,
    directory: { type: "string", required: true, default: "calendar", readOnly: true },
  },
  indexes: {
    calendar: {
      pk: { field: "pk", composite: ["code"] },
      sk: { field: "sk", composite: [] },
    },
    byCode: {
      index: "gsi3",
      pk: { field: "gsi3pk", composite: ["directory"] },
      sk: { field: "gsi3sk", composite: ["code"] },
    },
  },
});
