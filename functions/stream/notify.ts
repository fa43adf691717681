import type { DynamoDBRecord } from "aws-lambda";
import { tellPeople } from "#shared/notify/tell.ts";
import { toldOfOrder, toldOfTicket, toldOfTrigger, type Told } from "#shared/notify/told.ts";
import { OrderEventEntity } from "#shared/order/entity.ts";
import type { OrderEventRecord } from "#shared/order/record.ts";
import { EventEntity } from "#shared/ticket/entity.ts";
import type { EventRecord } from "#shared/ticket/record.ts";
import { fromItem } from "#shared/table/attribute.ts";
import { TriggerEntity } from "#shared/trigger/entity.ts";
import type { TriggerRecord } from "#shared/trigger/record.ts";
import { imageOf } from "./image.ts";

/** Rows that tell people something, by the name of their entity. */
const readers: Record<string, (Item: object) => Told | null> = {
  event: (Item) => {
    const { data } = EventEntity.parse({ Item });
    return data && toldOfTicket(fromItem<EventRecord>(data, ["onBehalfOf"]));
  },
  orderEvent: (Item) => {
    const { data } = OrderEventEntity.parse({ Item });
    return data && toldOfOrder(fromItem<OrderEventRecord>(data, ["seq"]));
  },
  trigger: (Item) => {
    const { data } = TriggerEntity.parse({ Item });
    return data && toldOfTrigger(fromItem<TriggerRecord>(data, ["reason", "orderId"]));
  },
};

/** An event that was committed: its people are told. */
export async function notifyOf(record: DynamoDBRecord): Promise<void> {
  if (record.eventName !== "INSERT") return;
  for (const [entity, read] of Object.entries(readers)) {
    const item = imageOf(record, entity);
    const told = item === undefined ? null : read(item);
    if (told !== null) await tellPeople(told);
  }
}
