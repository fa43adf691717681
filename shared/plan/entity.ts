import { Entity, Service } from "electrodb";
import { count, json, optionalText, text, word } from "#shared/table/attribute.ts";
import { service } from "#shared/table/model.ts";
import type { PlanRecord, PlanRunRecord, PlanVersionRecord } from "./record.ts";

const number = { type: "number", required: true, padding: { length: 6, char: "0" } } as const;
const part = { type: "number", required: true, padding: { length: 3, char: "0" } } as const;

export const PlanEntity = new Entity({
  model: { service, entity: "plan", version: "1" },
  attributes: {
    planId: text,
    version: count,
    state: { type: word<PlanRecord["state"]>(), required: true },
    published: count,
    title: text,
    name: { type: json<PlanRecord["name"]>(), required: true },
    description: { type: json<PlanRecord["description"]>(), required: true },
    scene: { type: word<PlanRecord["scene"]>(), required: true },
    service: optionalText,
    owners: { type: json<string[]>(), required: true },
    symptoms: { type: json<string[]>(), required: true },
    expectedSeconds: { type: "number" },
    search: text,
    actions: { type: json<string[]>(), required: true },
    secrets: { type: json<string[]>(), required: true },
    draft: { type: json<PlanRecord["draft"]>(), required: true },
    publishedHash: optionalText,
    autonomy: { type: json<NonNullable<PlanRecord["autonomy"]>>() },
    disabled: { type: json<NonNullable<PlanRecord["disabled"]>>() },
    tokenGeneration: count,
    createdAt: text,
    createdBy: { type: json<PlanRecord["createdBy"]>(), required: true },
    updatedAt: text,
    directory: { type: "string", required: true, default: "plan", readOnly: true },
  },
  indexes: {
    plan: {
      collection: "work",
      pk: { field: "pk", composite: ["planId"] },
      sk: { field: "sk", composite: [] },
    },
    byTitle: {
      index: "gsi3",
      pk: { field: "gsi3pk", composite: ["directory"] },
      sk: { field: "gsi3sk", composite: ["title", "planId"] },
    },
  },
});

export const DraftPartEntity = new Entity({
  model: { service, entity: "planDraft", version: "1" },
  attributes: { planId: text, part, text },
  indexes: {
    part: {
      collection: "work",
      pk: { field: "pk", composite: ["planId"] },
      sk: { field: "sk", composite: ["part"] },
    },
  },
});

export const PlanStatsEntity = new Entity({
  model: { service, entity: "planStats", version: "1" },
  attributes: {
    planId: text,
    successesByPeople: count,
    automaticRuns: count,
    automaticSuccesses: count,
    failures: count,
    ineffectiveInARow: count,
    drills: count,
    lastRunAt: optionalText,
    lastRunOrderId: optionalText,
    lastSuccessAt: optionalText,
    lastSuccessOrderId: optionalText,
    lastDrillAt: optionalText,
  },
  indexes: {
    stats: {
      collection: "work",
      pk: { field: "pk", composite: ["planId"] },
      sk: { field: "sk", composite: [] },
    },
  },
});

export const PlanVersionEntity = new Entity({
  model: { service, entity: "planVersion", version: "1" },
  attributes: {
    planId: text,
    number,
    hash: text,
    publishedAt: text,
    publishedBy: { type: json<PlanVersionRecord["publishedBy"]>(), required: true },
    reason: text,
    documentParts: count,
    sourceParts: count,
  },
  indexes: {
    version: {
      pk: { field: "pk", composite: ["planId"] },
      sk: { field: "sk", composite: ["number"] },
    },
  },
});

export const PlanVersionPartEntity = new Entity({
  model: { service, entity: "planVersionPart", version: "1" },
  attributes: {
    planId: text,
    number,
    of: { type: word<"document" | "source">(), required: true },
    part,
    text,
  },
  indexes: {
    part: {
      pk: { field: "pk", composite: ["planId"] },
      sk: { field: "sk", composite: ["number", "of", "part"] },
    },
  },
});

export const PlanRunEntity = new Entity({
  model: { service, entity: "planRun", version: "1" },
  attributes: {
    planId: text,
    mode: { type: word<PlanRunRecord["mode"]>(), required: true },
    at: text,
    orderId: text,
    isAutomatic: { type: "boolean", required: true },
    isSuccess: { type: "boolean", required: true },
    isEffective: { type: "boolean" },
    seconds: count,
    expiresAt: count,
  },
  indexes: {
    run: {
      pk: { field: "pk", composite: ["planId"] },
      sk: { field: "sk", composite: ["mode", "at", "orderId"] },
    },
  },
});

/** One row for each action that a published version uses: says what breaks with it. */
export const PlanUseEntity = new Entity({
  model: { service, entity: "planUse", version: "1" },
  attributes: { action: text, planId: text },
  indexes: {
    use: {
      pk: { field: "pk", composite: ["action"] },
      sk: { field: "sk", composite: ["planId"] },
    },
  },
});

/** Counts how often a plan began to use a secret: held against whoever deletes one at the same time. */
export const PlanSecretsEntity = new Entity({
  model: { service, entity: "planSecrets", version: "1" },
  attributes: { users: text, version: { type: "number" } },
  indexes: {
    secrets: { pk: { field: "pk", composite: ["users"] }, sk: { field: "sk", composite: [] } },
  },
});

/** Which published plan refers to which secret, and where. */
export const PlanSecretEntity = new Entity({
  model: { service, entity: "planSecret", version: "1" },
  attributes: {
    users: text,
    secret: text,
    planId: text,
    name: { type: json<PlanRecord["name"]>(), required: true },
    places: {
      type: json<{ version: number | null; where: PlanRecord["name"] }[]>(),
      required: true,
    },
  },
  indexes: {
    use: {
      pk: { field: "pk", composite: ["users"] },
      sk: { field: "sk", composite: ["secret", "planId"] },
    },
  },
});

export const plans = new Service({
  plan: PlanEntity,
  draftPart: DraftPartEntity,
  stats: PlanStatsEntity,
});
