import { Entity } from "electrodb";
import { update, type Write } from "#shared/table/commit.ts";
import { text } from "#shared/table/attribute.ts";
import { here, service } from "#shared/table/model.ts";
import type { OrderRecord } from "./record.ts";

/**
 * How many orders run by themselves at the same time. One row for the whole product: automatic runs are few by
 * intention, and the row is what keeps them few.
 */
export const AutomaticRunsEntity = new Entity({
  model: { service, entity: "automaticRuns", version: "1" },
  attributes: { scope: text, runs: { type: "set", items: "string" } },
  indexes: {
    automaticRuns: {
      pk: { field: "pk", composite: ["scope"] },
      sk: { field: "sk", composite: [] },
    },
  },
});

/** Adds to the set or takes out of it. ElectroDB's own sets can't go into a transaction. */
function change(verb: "ADD" | "DELETE", orderId: string) {
  const { Key, TableName } = AutomaticRunsEntity.get({ scope: "all" }).params(here());
  return {
    Key,
    TableName,
    UpdateExpression: `${verb} #runs :order`,
    ExpressionAttributeNames: { "#runs": "runs" },
    ExpressionAttributeValues: { ":order": new Set([orderId]) },
  };
}

/** Nobody set it going. */
export function isAutomatic({ requester }: Pick<OrderRecord, "requester">): boolean {
  return requester.id === "system";
}

/** Takes one of the places; refused (TOO_MANY) when all are taken. */
export function enterRuns({ orderId }: Pick<OrderRecord, "orderId">, most: number): Write[] {
  const params = change("ADD", orderId);
  const limited = {
    ...params,
    ConditionExpression: "(attribute_not_exists(#runs) AND :most > :none) OR size(#runs) < :most",
    ExpressionAttributeValues: { ...params.ExpressionAttributeValues, ":most": most, ":none": 0 },
  };
  return [update(limited, "TOO_MANY")];
}

/** Gives the place back; without effect for one that has none. */
export function leaveRuns(order: OrderRecord): Write[] {
  return isAutomatic(order) ? [update(change("DELETE", order.orderId))] : [];
}
