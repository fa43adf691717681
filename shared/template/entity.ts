import { Entity } from "electrodb";
import { count, json, text, word } from "#shared/table/attribute.ts";
import { service } from "#shared/table/model.ts";
import type { TemplateRecord, TemplateVersionRecord } from "./record.ts";

export const TemplateEntity = new Entity({
  model: { service, entity: "template", version: "1" },
  attributes: {
    templateId: text,
    version: count,
    published: count,
    state: { type: word<TemplateRecord["state"]>(), required: true },
    name: { type: json<TemplateRecord["name"]>(), required: true },
    description: { type: json<NonNullable<TemplateRecord["description"]>>() },
    category: { type: word<TemplateRecord["category"]>(), required: true },
    icon: text,
    source: text,
    updatedAt: text,
    directory: { type: "string", required: true, default: "template", readOnly: true },
  },
  indexes: {
    template: {
      pk: { field: "pk", composite: ["templateId"] },
      sk: { field: "sk", composite: [] },
    },
    byCategory: {
      index: "gsi3",
      pk: { field: "gsi3pk", composite: ["directory"] },
      sk: { field: "gsi3sk", composite: ["category", "templateId"] },
    },
  },
});

export const TemplateVersionEntity = new Entity({
  model: { service, entity: "templateVersion", version: "1" },
  attributes: {
    templateId: text,
    number: { type: "number", required: true, padding: { length: 6, char: "0" } },
    document: { type: json<TemplateVersionRecord["document"]>(), required: true },
    source: text,
    publishedAt: text,
    publishedBy: text,
  },
  indexes: {
    templateVersion: {
      pk: { field: "pk", composite: ["templateId"] },
      sk: { field: "sk", composite: ["number"] },
    },
  },
});
