import { BatchWriteItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { newId } from "#shared/core/id.ts";
import { dynamo, tableName } from "#shared/table/client.ts";
import { inLanes } from "./lanes.ts";

/** Tickets that went the same way as one before, written at once: cheaper than to take each of them there. */

type Row = Record<string, unknown>;

/** Written all at once they would take every connection: those that idle afterwards are cut off together. */
const lanes = 8;
/** DynamoDB's own limit. */
const mostRows = 25;
/** As they stand in rows, and in keys, which are written small. */
const instants = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/gi;

function earlier(at: string, ms: number): string {
  const moved = new Date(Date.parse(at.toUpperCase()) - ms).toISOString();
  return at.endsWith("z") ? moved.toLowerCase() : moved;
}

/** What the ids of a ticket and of its tasks share. */
const bare = (id: string) => id.slice(id.indexOf("_") + 1);

async function rowsOf(ticketId: string): Promise<string> {
  const { Items = [], LastEvaluatedKey } = await dynamo.send(
    new QueryCommand({
      TableName: tableName(),
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: {
        ":pk": { S: `$countersign#ticketid_${ticketId.toLowerCase()}` },
      },
      ConsistentRead: true,
    }),
  );
  const isAll = LastEvaluatedKey === undefined && Items.length > 0 && Items.length <= mostRows;
  if (!isAll) throw new Error(`${Items.length} rows of ${ticketId} are not copied in one go`);
  return JSON.stringify(Items);
}

async function copy(rows: string, ticketId: string, ms: number): Promise<string> {
  const copyId = newId("ticket");
  const [from, to] = [bare(ticketId), bare(copyId)];
  const copied = rows
    .replaceAll(from, to)
    .replaceAll(from.toLowerCase(), to.toLowerCase())
    .replaceAll(instants, (at) => earlier(at, ms));
  const puts = (JSON.parse(copied) as Row[]).map((Item) => ({ PutRequest: { Item } }));
  const input = { RequestItems: { [tableName()]: puts } } as BatchWriteItemCommand["input"];
  const { UnprocessedItems = {} } = await dynamo.send(new BatchWriteItemCommand(input));
  if (Object.keys(UnprocessedItems).length > 0) throw new Error(`${copyId} was not written`);
  return copyId;
}

/**
 * So many copies of a ticket without attachments and runs. Each went its way a little earlier than the one before:
 * inboxes are told apart by the instants at which people were asked.
 */
export async function copiesOf(ticketId: string, count: number): Promise<string[]> {
  if (count === 0) return [];
  const rows = await rowsOf(ticketId);
  const jobs = Array.from({ length: count }, (_none, at) => () => copy(rows, ticketId, at + 1));
  return inLanes(jobs, lanes);
}
