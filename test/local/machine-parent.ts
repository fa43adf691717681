import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { APIGatewayProxyEventV2, DynamoDBStreamEvent } from "aws-lambda";
import { startMachine } from "#stacks/local/machine.ts";

// The embedded stack with handlers of our own: the API writes what it is sent, the stream handler reports it.
const [dataDir = ""] = process.argv.slice(2);
const log = (line: string) => console.log(line);

const machine = await startMachine({
  dataDir,
  timeScale: 60,
  web: false,
  handlers: {
    api: async (event: APIGatewayProxyEventV2) => {
      const Item = { pk: { S: "item" }, sk: { S: event.body ?? "" } };
      await new DynamoDBClient().send(
        new PutItemCommand({ TableName: process.env.TABLE_NAME, Item }),
      );
      const start = {
        stateMachineArn: process.env.APPROVAL_MACHINE_ARN,
        input: '{"ticketId":"tkt_1"}',
      };
      await new SFNClient().send(new StartExecutionCommand(start));
      return { statusCode: 201 };
    },
    stream: ({ Records }: DynamoDBStreamEvent) => {
      for (const record of Records) log(`stream ${record.dynamodb?.Keys?.sk?.S}`);
    },
    reconcile: () => log("reconcile"),
    initialise: async () => {
      const kept = {
        Name: "/countersign/local/kept",
        Type: "SecureString",
        Overwrite: true,
      } as const;
      const command = new PutParameterCommand({ ...kept, Value: "a secret" });
      const { Version } = await new SSMClient().send(command);
      log(`initialise ${process.env.RELEASE_ORDER} secret ${Version}`);
    },
    workflow: {
      "advance-ticket": ({ ticketId }: { ticketId: string }) => {
        log(`advance ${ticketId}`);
        return { kind: "done" };
      },
    },
  },
});
log(`ready ${machine.url}`);
process.on("SIGTERM", () => void machine.stop().then(() => process.exit(0)));
