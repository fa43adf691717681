import {
  DescribeInstanceInformationCommand,
  ListCommandsCommand,
  SendCommandCommand,
  SSMClient,
  type SendCommandCommandInput,
} from "@aws-sdk/client-ssm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clientOf } from "#test/support/peers/aws/client.ts";
import { startSsmPeer, type SsmPeer } from "#test/support/peers/aws/ssm/peer.ts";

const nodes = ["i-00000001", "i-00000002", "i-00000003"];
const [one = ""] = nodes;

let peer: SsmPeer;
let client: SSMClient;

beforeEach(async () => {
  peer = await startSsmPeer({ pace: "steps" });
  client = new SSMClient(clientOf(peer));
  for (const id of nodes) peer.fleet.set(id);
});

afterEach(() => peer.stop());

async function send(input: Partial<SendCommandCommandInput>): Promise<string> {
  const command = new SendCommandCommand({
    DocumentName: "AWS-RunShellScript",
    InstanceIds: nodes,
    Parameters: { commands: ["restart"] },
    ...input,
  });
  return (await client.send(command)).Command?.CommandId ?? "";
}

describe("Run Command's nodes and its lists", () => {
  it.each<[string, Partial<SendCommandCommandInput>, string]>([
    ["an unknown document", { DocumentName: "AWS-None" }, "InvalidDocument"],
    ["a missing parameter", { Parameters: {} }, "InvalidParameters"],
    ["an unknown parameter", { Parameters: { commands: [], x: [] } }, "InvalidParameters"],
    ["a comment over 100", { Comment: "c".repeat(101) }, "ValidationException"],
    ["a delivery time-out under 30", { TimeoutSeconds: 29 }, "ValidationException"],
    ["51 nodes", { InstanceIds: Array<string>(51).fill(one) }, "ValidationException"],
    ["a node twice", { InstanceIds: [one, one] }, "DuplicateInstanceId"],
    ["neither nodes nor targets", { InstanceIds: [] }, "ValidationException"],
    ["a concurrency of none", { MaxConcurrency: "0" }, "ValidationException"],
    ["the other platform", { DocumentName: "AWS-RunPowerShellScript" }, "UnsupportedPlatformType"],
  ])("refuses %s", async (_case, input, name) => {
    await expect(send(input)).rejects.toMatchObject({ name });
  });

  it("finds a command again by stage, time and comment, page by page", async () => {
    const old = await send({ Comment: "order 1" });
    peer.step(3);
    await send({ Comment: "order 2" });
    peer.step();
    const comments = async (key: "ExecutionStage" | "InvokedAfter", value: string) => {
      const list = new ListCommandsCommand({ Filters: [{ key, value }] });
      return (await client.send(list)).Commands?.map(({ Comment }) => Comment);
    };
    expect(await comments("ExecutionStage", "Executing")).toEqual(["order 2"]);
    expect(await comments("ExecutionStage", "Complete")).toEqual(["order 1"]);
    expect(await comments("InvokedAfter", "2020-01-01T00:00:00Z")).toHaveLength(2);
    expect(await comments("InvokedAfter", "2120-01-01T00:00:00Z")).toEqual([]);
    const first = await client.send(new ListCommandsCommand({ MaxResults: 1 }));
    const second = await client.send(
      new ListCommandsCommand({ MaxResults: 1, NextToken: first.NextToken }),
    );
    expect(second.Commands?.[0]?.CommandId).toBe(old);
    expect(second.NextToken).toBeUndefined();
  });

  it("lists nodes by what AWS knows of them, page by page", async () => {
    for (let n = 10; n < 20; n += 1)
      peer.fleet.set(`i-000000${n}`, { ping: n % 2 ? "ConnectionLost" : "Online" });
    const lost = { Key: "PingStatus", Values: ["ConnectionLost"] };
    const list = (input: object) => client.send(new DescribeInstanceInformationCommand(input));
    expect((await list({ Filters: [lost] })).InstanceInformationList).toHaveLength(5);
    const byId = { Key: "InstanceIds", Values: [one] };
    expect((await list({ Filters: [byId] })).InstanceInformationList).toMatchObject([
      { InstanceId: one, PingStatus: "Online", PlatformType: "Linux" },
    ]);
    const page = await list({ MaxResults: 10 });
    const rest = await list({ MaxResults: 10, NextToken: page.NextToken });
    expect(rest.InstanceInformationList).toHaveLength(3);
    await expect(list({ MaxResults: 4 })).rejects.toMatchObject({ name: "ValidationException" });
  });
});
