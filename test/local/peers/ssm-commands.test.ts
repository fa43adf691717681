import {
  CancelCommandCommand,
  GetCommandInvocationCommand,
  InvalidInstanceId,
  InvocationDoesNotExist,
  ListCommandInvocationsCommand,
  ListCommandsCommand,
  SendCommandCommand,
  SSMClient,
  type SendCommandCommandInput,
} from "@aws-sdk/client-ssm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clientOf } from "#test/support/peers/aws/client.ts";
import { startSsmPeer, type SsmPeer } from "#test/support/peers/aws/ssm/peer.ts";
import type { ScriptResult } from "#test/support/peers/aws/ssm/command.ts";

const nodes = ["i-00000001", "i-00000002", "i-00000003"];
const [one = "", two = "", three = ""] = nodes;
const document = "AWS-RunShellScript";

let peer: SsmPeer;
let client: SSMClient;

beforeEach(async () => {
  peer = await startSsmPeer({ pace: "steps" });
  client = new SSMClient(clientOf(peer));
  for (const id of nodes) peer.fleet.set(id, { tags: { role: "web" } });
});

afterEach(() => peer.stop());

async function send(input: Partial<SendCommandCommandInput> = {}): Promise<string> {
  const command = new SendCommandCommand({
    DocumentName: document,
    InstanceIds: input.Targets ? undefined : nodes,
    Parameters: { commands: ["restart"] },
    ...input,
  });
  return (await client.send(command)).Command?.CommandId ?? "";
}

/** What the script does on each node; "" is every other one. */
function script(results: Record<string, ScriptResult>): void {
  const known = peer.commands.documents.get(document);
  if (!known) throw new Error("no document");
  const run = (call: { instanceId: string }) => results[call.instanceId] ?? results[""] ?? {};
  peer.commands.documents.set(document, { ...known, run });
}

const result = (CommandId: string, InstanceId = one) =>
  client.send(new GetCommandInvocationCommand({ CommandId, InstanceId }));

async function command(CommandId: string) {
  return (await client.send(new ListCommandsCommand({ CommandId }))).Commands?.[0];
}

async function details(CommandId: string) {
  const { CommandInvocations = [] } = await client.send(
    new ListCommandInvocationsCommand({ CommandId }),
  );
  return CommandInvocations.map(({ StatusDetails }) => StatusDetails);
}

describe("Run Command", () => {
  it("is not to be seen for a moment, then goes from Pending over InProgress to Success", async () => {
    script({ "": { stdout: "x".repeat(24_001) } });
    const id = await send({ InstanceIds: [one] });
    await expect(result(id)).rejects.toBeInstanceOf(InvocationDoesNotExist);
    expect(await command(id)).toBeUndefined();
    peer.step();
    expect(await result(id)).toMatchObject({ Status: "Pending", ResponseCode: -1 });
    peer.step();
    expect(await result(id)).toMatchObject({ Status: "InProgress", StandardOutputContent: "" });
    expect(peer.commands.ran).toEqual([]);
    peer.step();
    const done = await result(id);
    expect(done).toMatchObject({ Status: "Success", ResponseCode: 0 });
    expect(done.StandardOutputContent).toHaveLength(24_000);
    expect(peer.commands.ran).toMatchObject([
      { instanceId: one, parameters: { commands: ["restart"] } },
    ]);
  });

  it("reports a script's code and what it said in both lists", async () => {
    script({ "": { code: 7, stdout: "out", stderr: "exit status 7" } });
    const id = await send({ InstanceIds: [one] });
    peer.step(3);
    expect(await result(id)).toMatchObject({
      Status: "Failed",
      ResponseCode: 7,
      StandardErrorContent: "exit status 7",
    });
    const list = new ListCommandInvocationsCommand({ CommandId: id, Details: true });
    const [plugin] = (await client.send(list)).CommandInvocations?.[0]?.CommandPlugins ?? [];
    expect(plugin).toMatchObject({ Status: "Failed", ResponseCode: 7 });
    expect(plugin?.Output).toBe("out\n----------ERROR-------\nexit status 7");
    expect(await command(id)).toMatchObject({ Status: "Failed", ErrorCount: 1, TargetCount: 1 });
  });

  it("runs on so many nodes at once, and on no more of them after so many errors", async () => {
    script({ [one]: { code: 1 } });
    const id = await send({ MaxConcurrency: "34%", MaxErrors: "0" });
    peer.step(2);
    expect(await details(id)).toEqual(["InProgress", "Pending", "Pending"]);
    peer.step();
    expect(await details(id)).toEqual(["Failed", "Terminated", "Terminated"]);
    peer.step(5);
    expect(peer.commands.ran).toHaveLength(1);
    const patient = await send({ MaxConcurrency: "1", MaxErrors: "1" });
    peer.step(7);
    expect(await details(patient)).toEqual(["Failed", "Success", "Success"]);
    expect(await command(patient)).toMatchObject({ Status: "Failed", StatusDetails: "Incomplete" });
  });

  it("delays for a node that does not answer, and gives it up", async () => {
    peer.fleet.set(two, { answers: false });
    const id = await send();
    peer.step(2);
    expect(await details(id)).toEqual(["InProgress", "Delayed", "InProgress"]);
    peer.step();
    expect(await details(id)).toEqual(["Success", "DeliveryTimedOut", "Success"]);
    expect(await command(id)).toMatchObject({ Status: "TimedOut", DeliveryTimedOutCount: 1 });
    expect(await result(id, two)).toMatchObject({ Status: "TimedOut", ResponseCode: -1 });
  });

  it("refuses a lost or unknown node by id; by tag the lost one is undeliverable", async () => {
    peer.fleet.set(three, { ping: "ConnectionLost" });
    for (const id of [three, "i-0000dead"])
      await expect(send({ InstanceIds: [one, id] })).rejects.toBeInstanceOf(InvalidInstanceId);
    expect(peer.calls("SendCommand").map(({ effect }) => effect)).toEqual([false, false]);
    const id = await send({ Targets: [{ Key: "tag:role", Values: ["web"] }] });
    peer.step(3);
    expect(await details(id)).toEqual(["Success", "Success", "Undeliverable"]);
    expect(await command(id)).toMatchObject({ Status: "Success", TargetCount: 3 });
  });

  it("calls it a success when the targets choose nobody", async () => {
    const id = await send({ Targets: [{ Key: "tag:role", Values: ["none"] }] });
    peer.step();
    expect(await command(id)).toMatchObject({
      Status: "Success",
      StatusDetails: "NoInstancesInTag",
      TargetCount: 0,
    });
  });

  it("cancels what waits at once and what runs as far as the node hears it", async () => {
    peer.fleet.set(two, { hearsCancel: false });
    const id = await send({ MaxConcurrency: "2" });
    peer.step(2);
    await client.send(new CancelCommandCommand({ CommandId: id }));
    expect(await details(id)).toEqual(["Cancelling", "Cancelling", "Cancelled"]);
    expect(await command(id)).toMatchObject({ Status: "Cancelling" });
    peer.step();
    expect(await details(id)).toEqual(["Cancelled", "Success", "Cancelled"]);
    expect(peer.commands.ran.map(({ instanceId }) => instanceId)).toEqual([two]);
    await client.send(new CancelCommandCommand({ CommandId: id }));
    expect(peer.calls("CancelCommand").map(({ effect }) => effect)).toEqual([true, false]);
    const unknown = new CancelCommandCommand({ CommandId: crypto.randomUUID() });
    await expect(client.send(unknown)).rejects.toMatchObject({ name: "InvalidCommandId" });
  });

  it("goes on with the other nodes when one of them was cancelled", async () => {
    const id = await send({ MaxConcurrency: "1" });
    peer.step();
    await client.send(new CancelCommandCommand({ CommandId: id, InstanceIds: [one] }));
    peer.step(6);
    expect(await details(id)).toEqual(["Cancelled", "Success", "Success"]);
    const stranger = new CancelCommandCommand({ CommandId: id, InstanceIds: ["i-0000dead"] });
    await expect(client.send(stranger)).rejects.toBeInstanceOf(InvalidInstanceId);
  });

  it("goes on by the clock when nobody steps it, past a cancel that a node does not hear", async () => {
    await peer.stop();
    const delays = { visibleMs: 1, pendingMs: 1, runningMs: 100, cancellingMs: 1 };
    peer = await startSsmPeer({ delays });
    client = new SSMClient(clientOf(peer));
    peer.fleet.set(one, { hearsCancel: false });
    const id = await send({ InstanceIds: [one] });
    const status = async () => (await command(id))?.Status;
    const patience = { timeout: 5_000, interval: 10 };
    await expect.poll(status, patience).toBe("InProgress");
    await client.send(new CancelCommandCommand({ CommandId: id }));
    await expect.poll(() => details(id), patience).toEqual(["Success"]);
  });
});
