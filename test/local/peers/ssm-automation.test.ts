import {
  GetAutomationExecutionCommand,
  IdempotentParameterMismatch,
  SendAutomationSignalCommand,
  SSMClient,
  StartAutomationExecutionCommand,
  StopAutomationExecutionCommand,
  type StartAutomationExecutionCommandInput,
} from "@aws-sdk/client-ssm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clientOf } from "#test/support/peers/aws/client.ts";
import { startSsmPeer, type SsmPeer } from "#test/support/peers/aws/ssm/peer.ts";
import type { Runbook } from "#test/support/peers/aws/ssm/automation.ts";

let peer: SsmPeer;
let client: SSMClient;

const runbook: Runbook = {
  required: ["Host"],
  optional: ["Reason"],
  steps: [
    { name: "drain", action: "aws:executeAwsApi" },
    { name: "ask", action: "aws:approve" },
    {
      name: "restart",
      action: "aws:executeScript",
      run: ({ Host = [] }) => ({ outputs: { Restarted: Host, Secret: ["x"] } }),
    },
  ],
  outputs: ["restart.Restarted"],
};

beforeEach(async () => {
  peer = await startSsmPeer({ pace: "steps" });
  client = new SSMClient(clientOf(peer));
  peer.automations.runbooks.set("Restart", runbook);
});

afterEach(() => peer.stop());

async function start(input: Partial<StartAutomationExecutionCommandInput> = {}): Promise<string> {
  const command = new StartAutomationExecutionCommand({
    DocumentName: "Restart",
    Parameters: { Host: ["web-1"] },
    ...input,
  });
  return (await client.send(command)).AutomationExecutionId ?? "";
}

async function get(AutomationExecutionId: string) {
  const command = new GetAutomationExecutionCommand({ AutomationExecutionId });
  const { AutomationExecution: found } = await client.send(command);
  return {
    ...found,
    status: found?.AutomationExecutionStatus,
    steps: found?.StepExecutions?.map(({ StepStatus }) => StepStatus),
  };
}

type Signal = "Approve" | "Reject" | "Resume" | "StartStep";
const signal = (AutomationExecutionId: string, SignalType: Signal, Payload = {}) =>
  client.send(new SendAutomationSignalCommand({ AutomationExecutionId, SignalType, Payload }));
const stop = (AutomationExecutionId: string, Type?: "Cancel" | "Complete") =>
  client.send(new StopAutomationExecutionCommand({ AutomationExecutionId, Type }));
const ran = () => peer.automations.ran.map(({ step }) => step);

describe("Automation", () => {
  it("runs its steps in order, waits to be approved, and gives the outputs it names", async () => {
    const id = await start();
    expect(await get(id)).toMatchObject({ status: "Pending" });
    peer.step();
    expect(await get(id)).toMatchObject({ status: "InProgress", CurrentStepName: "drain" });
    peer.step();
    expect(await get(id)).toMatchObject({
      status: "Waiting",
      CurrentAction: "aws:approve",
      steps: ["Success", "Waiting", "Pending"],
    });
    peer.step(5);
    expect(ran()).toEqual(["drain"]);
    await signal(id, "Approve", { Comment: ["fine"] });
    peer.step(2);
    expect(await get(id)).toMatchObject({
      status: "Success",
      steps: ["Success", "Success", "Success"],
      Outputs: { "restart.Restarted": ["web-1"] },
    });
    expect((await get(id)).Outputs).not.toHaveProperty("restart.Secret");
    expect(ran()).toEqual(["drain", "restart"]);
  });

  it("is one execution for one token, and refuses the token with another input", async () => {
    const ClientToken = crypto.randomUUID();
    const id = await start({ ClientToken });
    expect(await start({ ClientToken: ClientToken.toUpperCase() })).toBe(id);
    expect(peer.calls().map(({ effect }) => effect)).toEqual([true, false]);
    const other = { ClientToken, Parameters: { Host: ["web-2"] } };
    await expect(start(other)).rejects.toBeInstanceOf(IdempotentParameterMismatch);
    expect(await start()).not.toBe(id);
    peer.step(2);
    expect(ran()).toEqual(["drain", "drain"]);
  });

  it("fails when it is rejected, and runs nothing more", async () => {
    const id = await start();
    peer.step(2);
    await signal(id, "Reject");
    peer.step(5);
    expect(await get(id)).toMatchObject({
      status: "Failed",
      steps: ["Success", "Failed", "Pending"],
    });
    expect(ran()).toEqual(["drain"]);
  });

  it("goes on after a pause by the signal for it alone", async () => {
    const steps = [{ name: "hold", action: "aws:pause" } as const];
    peer.automations.runbooks.set("Restart", { ...runbook, steps });
    const id = await start();
    peer.step();
    for (const wrong of ["Approve", "StartStep"] as const)
      await expect(signal(id, wrong)).rejects.toMatchObject({
        name: "InvalidAutomationSignalException",
      });
    await expect(signal(id, "Resume", { StepName: ["none"] })).rejects.toMatchObject({
      name: "AutomationStepNotFoundException",
    });
    await signal(id, "Resume", { StepName: ["hold"] });
    peer.step();
    expect(await get(id)).toMatchObject({ status: "Success" });
    await expect(signal(id, "Resume")).rejects.toMatchObject({
      name: "InvalidAutomationSignalException",
    });
  });

  it.each([
    [{ failed: "no such host" }, "Failed"],
    [{ timedOut: true }, "TimedOut"],
  ])("ends with its step: %j is %s", async (result, status) => {
    const steps = [{ name: "restart", action: "aws:executeScript", run: () => result } as const];
    peer.automations.runbooks.set("Restart", { ...runbook, steps });
    const id = await start();
    peer.step(2);
    expect(await get(id)).toMatchObject({ status, steps: [status] });
    expect((await get(id)).FailureMessage).toContain("restart");
  });

  it("is cancelled over Cancelling, and only while it runs", async () => {
    const id = await start();
    peer.step();
    await stop(id);
    expect(await get(id)).toMatchObject({ status: "Cancelling" });
    peer.step();
    expect(await get(id)).toMatchObject({
      status: "Cancelled",
      steps: ["Cancelled", "Pending", "Pending"],
    });
    expect(ran()).toEqual([]);
    await expect(stop(id)).rejects.toMatchObject({
      name: "InvalidAutomationStatusUpdateException",
    });
    const other = await start();
    peer.step();
    await stop(other, "Complete");
    peer.step();
    expect(await get(other)).toMatchObject({ steps: ["Success", "Pending", "Pending"] });
  });

  it.each<[string, Partial<StartAutomationExecutionCommandInput>, string]>([
    ["an unknown runbook", { DocumentName: "None" }, "AutomationDefinitionNotFoundException"],
    ["a missing parameter", { Parameters: {} }, "InvalidAutomationExecutionParametersException"],
    [
      "an unknown parameter",
      { Parameters: { Host: ["a"], Port: ["1"] } },
      "InvalidAutomationExecutionParametersException",
    ],
    ["a token that is no UUID", { ClientToken: "order-1" }, "ValidationException"],
  ])("refuses %s", async (_case, input, name) => {
    await expect(start(input)).rejects.toMatchObject({ name });
    await expect(get(crypto.randomUUID())).rejects.toMatchObject({
      name: "AutomationExecutionNotFoundException",
    });
  });
});
