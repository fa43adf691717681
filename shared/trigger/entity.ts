import { Entity } from "electrodb";
import { count, json, optionalText, text, word } from "#shared/table/attribute.ts";
import { service } from "#shared/table/model.ts";
import type { GuardRecord, TriggerRecord } from "./record.ts";

export const GuardEntity = new Entity({
  model: { service, entity: "planGuard", version: "1" },
  attributes: {
    planId: text,
    version: count,
    recent: { type: json<GuardRecord["recent"]>(), required: true },
  },
  indexes: {
    guard: { pk: { field: "pk", composite: ["planId"] }, sk: { field: "sk", composite: [] } },
  },
});

export const TriggerEntity = new Entity({
  model: { service, entity: "trigger", version: "1" },
  attributes: {
    planId: text,
    triggerId: text,
    at: text,
    source: text,
    fingerprint: text,
    labels: { type: json<TriggerRecord["labels"]>(), required: true },
    outcome: { type: word<TriggerRecord["outcome"]>(), required: true },
    reason: optionalText,
    orderId: optionalText,
    plan: { type: json<TriggerRecord["plan"]>(), required: true },
    notify: { type: json<TriggerRecord["notify"]>(), required: true },
    expiresAt: count,
  },
  indexes: {
    trigger: {
      pk: { field: "pk", composite: ["planId"] },
      sk: { field: "sk", composite: ["triggerId"] },
    },
  },
});
