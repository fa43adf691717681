import { Entity } from "electrodb";
import { count, json, optionalText, text, word } from "#shared/table/attribute.ts";
import { service } from "#shared/table/model.ts";
import type { CellRecord, FactRecord } from "./record.ts";
import type { Sketch } from "./sketch.ts";

/** The facts of one month are spread over this many partitions by ticket; a list merges them. */
export const factShardCount = 8;
/** The cells of one month are spread over this many partitions by template and department. */
export const cellShardCount = 4;

/** One row per submitted ticket: the list behind the numbers. Sorted by first submit. */
export const FactEntity = new Entity({
  model: { service, entity: "reportFact", version: "1" },
  attributes: {
    month: text,
    shard: text,
    day: text,
    submittedAt: text,
    ticketId: text,
    version: count,
    number: text,
    title: text,
    templateId: text,
    templateName: { type: json<FactRecord["templateName"]>(), required: true },
    departmentId: text,
    departmentName: text,
    requesterName: text,
    state: { type: word<FactRecord["state"]>(), required: true },
    outcome: { type: word<NonNullable<FactRecord["outcome"]>>() },
    completedAt: optionalText,
    handlingMs: { type: "number" },
    returns: count,
    score: { type: "number" },
  },
  indexes: {
    fact: {
      pk: { field: "pk", composite: ["month", "shard"] },
      sk: { field: "sk", composite: ["day", "submittedAt", "ticketId"] },
    },
  },
});

const counter = { type: "number" } as const;

/** Counters of the tickets submitted on one day, per template and department. */
export const CellEntity = new Entity({
  model: { service, entity: "reportCell", version: "1" },
  attributes: {
    month: text,
    shard: text,
    day: text,
    templateId: text,
    departmentId: text,
    templateName: { type: json<CellRecord["templateName"]>() },
    departmentName: optionalText,
    submitted: counter,
    completed: counter,
    approved: counter,
    vetoed: counter,
    withdrawn: counter,
    expired: counter,
    failed: counter,
    returns: counter,
    ratings: counter,
    ratingSum: counter,
    handlingMsSum: counter,
    handling: { type: json<Sketch>() },
  },
  indexes: {
    cell: {
      pk: { field: "pk", composite: ["month", "shard"] },
      sk: { field: "sk", composite: ["day", "templateId", "departmentId"] },
    },
  },
});

/** The months that have facts: a range of years reads only these. */
export const ReportMonthEntity = new Entity({
  model: { service, entity: "reportMonth", version: "1" },
  attributes: {
    directory: { type: "string", required: true, default: "report", readOnly: true },
    month: text,
  },
  indexes: {
    month: {
      pk: { field: "pk", composite: ["directory"] },
      sk: { field: "sk", composite: ["month"] },
    },
  },
});
