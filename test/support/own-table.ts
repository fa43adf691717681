import { randomUUID } from "node:crypto";
import { ScanCommand } from "@aws-sdk/client-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import { startDynamo } from "#stacks/local/dynamodb.ts";
import { ensureTable } from "#stacks/local/table.ts";
import { dynamo } from "#shared/table/client.ts";
import { tableDefinition } from "#shared/table/definition.ts";

/** An engine and a table of the suite's own. Other services have no address: nothing can leave the machine. */
export async function ownTable(): Promise<{ stop: () => Promise<void> }> {
  const running = process.env["TEST_DYNAMODB"];
  const engine =
    running === undefined
      ? await startDynamo({ heapMb: 256 })
      : { endpoint: running, stop: async () => undefined };
  Object.assign(process.env, {
    TABLE_NAME: `t-${randomUUID()}`,
    BUCKET_NAME: "files",
    APPROVAL_MACHINE_ARN: "none",
    RUN_MACHINE_ARN: "none",
    PUBLIC_URL: "http://127.0.0.1:3000",
    MAIL_FROM: "countersign@demo.test",
    SIGNING_SECRET: "a secret for tests only",
    VAULT_PATH: "/countersign/test",
    REPORT_ZONE: "Asia/Shanghai",
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_ENDPOINT_URL: "http://127.0.0.1:9",
    AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  });
  await ensureTable(dynamo, process.env["TABLE_NAME"] ?? "", tableDefinition);
  return engine;
}

type Image = NonNullable<NonNullable<DynamoDBRecord["dynamodb"]>["NewImage"]>;

/** The stream record of every row of one entity, as if it had just been written. */
export async function recordsOf(
  entity: string,
  eventName: "INSERT" | "MODIFY" = "INSERT",
): Promise<DynamoDBRecord[]> {
  const { Items = [] } = await dynamo.send(
    new ScanCommand({
      TableName: process.env["TABLE_NAME"],
      FilterExpression: "#entity = :entity",
      ExpressionAttributeNames: { "#entity": "__edb_e__" },
      ExpressionAttributeValues: { ":entity": { S: entity } },
      ConsistentRead: true,
    }),
  );
  return Items.map((item) => ({ eventName, dynamodb: { NewImage: item as Image } }));
}
