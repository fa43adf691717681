import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  CreateTableCommand,
  DescribeTableCommand,
  ResourceNotFoundException,
  UpdateTimeToLiveCommand,
  type CreateTableCommandInput,
} from "@aws-sdk/client-dynamodb";

/** A table as the stacks declare it, before it has a name. */
export type TableDefinition = Omit<CreateTableCommandInput, "TableName">;

/** Creates the table with its stream and TTL unless it exists. Answers the ARN of its stream. */
export async function ensureTable(
  client: DynamoDBClient,
  tableName: string,
  definition: TableDefinition,
): Promise<string> {
  const existing = await streamArn(client, tableName);
  if (existing) return existing;
  await client.send(new CreateTableCommand({ ...definition, TableName: tableName }));
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName: tableName,
      TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
    }),
  );
  const created = await streamArn(client, tableName);
  if (!created) throw new Error(`Table ${tableName} has no stream: see StreamSpecification.`);
  return created;
}

async function streamArn(client: DynamoDBClient, tableName: string): Promise<string | undefined> {
  try {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
    return Table?.LatestStreamArn;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
