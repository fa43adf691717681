import { DynamoDBClient } from "@aws-sdk/client-dynamodb";

/** The only DynamoDB client. Endpoint and region come from the SDK's own environment variables. */
export const dynamo = new DynamoDBClient({ maxAttempts: 5 });

/** Read late: tests and the embedded stack set it before the first request, not before import. */
export function tableName(): string {
  const name = process.env["TABLE_NAME"];
  if (name === undefined) throw new Error("TABLE_NAME is not set");
  return name;
}
