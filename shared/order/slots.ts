import { Entity } from "electrodb";
import { update, type Write } from "#shared/table/commit.ts";
import { text } from "#shared/table/attribute.ts";
import { here, service } from "#shared/table/model.ts";
import type { OrderRecord } from "./record.ts";

/**
 * How many orders run by themselves at the same time. One row for the whole product: automatic runs are few by
 * intention, and the row is what keeps them few.
 */
const AutomaticRunsEntity = new Entity({
  model: { service, entity: "automaticRuns", version: "1" },
  attributes: { scope: text, runs: { type: "set", items: "string" } },
  indexes: {
    automaticRuns: {
      pk: { field: "pk", composite: ["scope"] },
      sk: { field: "sk", composite: [] },
    },
  },
});

const scope = "all";

/** Nobody set it going. */
export function isAutomatic({ requester }: Pick<OrderRecord, "requester">): boolean {
  return requester.id === "system";
}

/** Takes one of the places; refused (TOO_MANY) when all are taken. */
export function enterRuns({ orderId }: Pick<OrderRecord, "orderId">, most: number): Write[] {
  const params = AutomaticRunsEntity.update({ scope })
    .add({ runs: [orderId] })
    .params(here());
  const { ExpressionAttributeNames, ExpressionAttributeValues } = params as Record<string, object>;
  const limited = {
    ...params,
    ConditionExpression: "attribute_not_exists(#runs) OR size(#runs) < :most",
    ExpressionAttributeNames: { ...ExpressionAttributeNames, "#runs": "runs" },
    ExpressionAttributeValues: { ...ExpressionAttributeValues, ":most": most },
  };
  return [update(limited, "TOO_MANY")];
}

/** Gives the place back; without effect for one that has none. */
export function leaveRuns(order: OrderRecord): Write[] {
  if (!isAutomatic(order)) return [];
  const { orderId } = order;
  const params = AutomaticRunsEntity.update({ scope })
    .delete({ runs: [orderId] })
    .params(here());
  return [update(params)];
}
