import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { dynamo, tableName } from "./client.ts";

/** Rejects when the table does not answer. Half a read unit. */
export async function tableAnswers(): Promise<void> {
  const Key = { pk: { S: "health" }, sk: { S: "health" } };
  await dynamo.send(new GetItemCommand({ TableName: tableName(), Key }));
}
