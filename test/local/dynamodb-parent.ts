import { CreateTableCommand, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { startDynamo } from "#stacks/local/dynamodb.ts";

// A parent that writes one item and then waits to be killed.
const [dataDir = ""] = process.argv.slice(2);
const { endpoint } = await startDynamo({ dataDir });
const credentials = { accessKeyId: "local", secretAccessKey: "local" };
const client = new DynamoDBClient({ endpoint, region: "us-east-1", credentials });
await client.send(
  new CreateTableCommand({
    TableName: "kept",
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    BillingMode: "PAY_PER_REQUEST",
  }),
);
await client.send(new PutItemCommand({ TableName: "kept", Item: { pk: { S: "one" } } }));
console.log("written");
setInterval(() => undefined, 60_000);
