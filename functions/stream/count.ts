import type { DynamoDBRecord } from "aws-lambda";
import { countTicket } from "#shared/report/count.ts";
import { TicketEntity } from "#shared/ticket/entity.ts";
import { ticketOf } from "#shared/ticket/store.ts";
import { imageOf } from "./image.ts";

/** A ticket that changed: the reports learn of it. */
export async function countOf(record: DynamoDBRecord): Promise<void> {
  const Item = imageOf(record, "ticket");
  if (Item === undefined || Item["state"] === "draft") return;
  const { data } = TicketEntity.parse({ Item });
  if (data !== null) await countTicket(ticketOf(data));
}
