import type { DynamoDBRecord } from "aws-lambda";
import { tellPeople } from "#shared/notify/tell.ts";
import { EventEntity } from "#shared/ticket/entity.ts";
import type { EventRecord } from "#shared/ticket/record.ts";
import { fromItem } from "#shared/table/attribute.ts";
import { imageOf } from "./image.ts";

/** An event that was committed: its people are told. */
export async function notifyOf(record: DynamoDBRecord): Promise<void> {
  const Item = record.eventName === "INSERT" ? imageOf(record, "event") : undefined;
  if (Item === undefined) return;
  const { data } = EventEntity.parse({ Item });
  if (data !== null) await tellPeople(fromItem<EventRecord>(data, ["onBehalfOf"]));
}
