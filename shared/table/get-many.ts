import { BatchGetItemCommand, type AttributeValue } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { dynamo, tableName } from "./client.ts";

/** A key as ElectroDB's `get(…).params()` gives it. */
type KeyParams = { Key: Record<string, unknown> };

const attempts = 4;

/**
 * Items of different entities in one strongly consistent BatchGet, in no order; parse each with its entity
 * (`Entity.parse({ Item })` gives null for another entity's item). At most 100 keys, distinct.
 */
export async function getMany(keys: KeyParams[]): Promise<Record<string, unknown>[]> {
  const table = tableName();
  const found: Record<string, AttributeValue>[] = [];
  let wanted = keys.map(({ Key }) => marshall(Key));
  for (let attempt = 0; wanted.length > 0 && attempt < attempts; attempt += 1) {
    const answer = await dynamo.send(
      new BatchGetItemCommand({
        RequestItems: { [table]: { Keys: wanted, ConsistentRead: true } },
      }),
    );
    found.push(...(answer.Responses?.[table] ?? []));
    wanted = answer.UnprocessedKeys?.[table]?.Keys ?? [];
  }
  if (wanted.length > 0) throw new Error("The table left keys unread.");
  return found.map((item) => unmarshall(item));
}
