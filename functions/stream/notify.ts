import type { DynamoDBRecord } from "aws-lambda";
import { tellPeople } from "#shared/notify/tell.ts";
import { toldOfOrder, toldOfTicket } from "#shared/notify/told.ts";
import { OrderEventEntity } from "#shared/order/entity.ts";
import type { OrderEventRecord } from "#shared/order/record.ts";
import { EventEntity } from "#shared/ticket/entity.ts";
import type { EventRecord } from "#shared/ticket/record.ts";
import { fromItem } from "#shared/table/attribute.ts";
import { imageOf } from "./image.ts";

/** An event that was committed: its people are told. */
export async function notifyOf(record: DynamoDBRecord): Promise<void> {
  if (record.eventName !== "INSERT") return;
  const Item = imageOf(record, "event");
  const ticket = Item === undefined ? null : EventEntity.parse({ Item }).data;
  if (ticket !== null) {
    await tellPeople(toldOfTicket(fromItem<EventRecord>(ticket, ["onBehalfOf"])));
  }
  const OrderItem = imageOf(record, "orderEvent");
  const order = OrderItem === undefined ? null : OrderEventEntity.parse({ Item: OrderItem }).data;
  if (order !== null) await tellPeople(toldOfOrder(fromItem<OrderEventRecord>(order, ["seq"])));
}
