import { Entity } from "electrodb";
import { count, optionalText, text, word } from "#shared/table/attribute.ts";
import { service } from "#shared/table/model.ts";
import type { ServiceRecord } from "./record.ts";

export const ServiceEntity = new Entity({
  model: { service, entity: "service", version: "1" },
  attributes: {
    serviceId: text,
    version: count,
    name: text,
    code: optionalText,
    departmentId: optionalText,
    primaryOwnerId: text,
    backupOwnerId: optionalText,
    description: text,
    state: { type: word<ServiceRecord["state"]>(), required: true },
    directory: { type: "string", required: true, default: "service", readOnly: true },
  },
  indexes: {
    service: {
      pk: { field: "pk", composite: ["serviceId"] },
      sk: { field: "sk", composite: [] },
    },
    byName: {
      index: "gsi3",
      pk: { field: "gsi3pk", composite: ["directory"] },
      sk: { field: "gsi3sk", composite: ["name", "serviceId"] },
    },
  },
});

/** Makes a code unique: two services can't both be what another system means by it. */
export const ServiceCodeEntity = new Entity({
  model: { service, entity: "serviceCode", version: "1" },
  attributes: { code: text, serviceId: text },
  indexes: {
    code: { pk: { field: "pk", composite: ["code"] }, sk: { field: "sk", composite: [] } },
  },
});
