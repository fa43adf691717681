import type { DynamoDBRecord } from "aws-lambda";
import { countTicket, showSame } from "#shared/report/count.ts";
import { TicketEntity } from "#shared/ticket/entity.ts";
import type { TicketRecord } from "#shared/ticket/record.ts";
import { ticketOf } from "#shared/ticket/store.ts";
import { imageBefore, imageOf } from "./image.ts";

function parse(Item: Record<string, unknown> | undefined): TicketRecord | undefined {
  const data = Item === undefined ? null : TicketEntity.parse({ Item }).data;
  return data === null ? undefined : ticketOf(data);
}

/** A ticket that changed: the reports learn of it. Most changes show in no report and cost nothing here. */
export async function countOf(record: DynamoDBRecord): Promise<void> {
  const ticket = parse(imageOf(record, "ticket"));
  if (ticket === undefined || ticket.state === "draft") return;
  const before = parse(imageBefore(record, "ticket"));
  if (before === undefined || !showSame(before, ticket)) await countTicket(ticket);
}
