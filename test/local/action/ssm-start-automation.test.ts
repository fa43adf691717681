import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Call } from "#shared/action/driver.ts";
import { callOf, fullDriver, impatient, operationIn, reach, toEnd } from "#test/support/aws.ts";
import {
  crashes,
  fails,
  hangs,
  hangsUpAfterEffect,
  hangsUpBeforeEffect,
  throttled,
} from "#test/support/peers/aws/fault.ts";
import type { RunbookStep } from "#test/support/peers/aws/ssm/automation.ts";
import { startSsmPeer, type SsmPeer } from "#test/support/peers/aws/ssm/peer.ts";

let peer: SsmPeer;
let account: string;
const code = "ssm.startAutomation";
const { start, poll, advance, cancel } = fullDriver(code);

beforeEach(async () => {
  peer = await startSsmPeer({ pace: "steps" });
  account = reach("SSM", peer);
  runbook({ name: "drain", action: "aws:executeAwsApi" }, restart);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await peer.stop();
});

const restart: RunbookStep = {
  name: "restart",
  action: "aws:executeScript",
  run: ({ Host = [] }) => ({ outputs: { Restarted: Host } }),
};

function runbook(...steps: RunbookStep[]): void {
  const outputs = ["restart.Restarted"];
  peer.automations.runbooks.set("Restart", { required: ["Host"], optional: [], steps, outputs });
}

const call = (parameters: object = {}, given: Partial<Call> = {}) =>
  callOf(
    code,
    { account, document: "Restart", parameters: { Host: ["web-1"] }, ...parameters },
    given,
  );
const follow = async (given: Call) => toEnd(code, given, await start(given), () => peer.step());
const ran = () => peer.automations.ran.map(({ step }) => step);

describe("ssm.startAutomation", () => {
  it("runs the runbook to its end, tells of each step once, and answers its outputs", async () => {
    const { outcome, seen, log } = await follow(call());
    expect(outcome).toMatchObject({
      kind: "succeeded",
      output: { status: "Success", outputs: { "restart.Restarted": ["web-1"] } },
    });
    expect(seen).toEqual(
      expect.arrayContaining(["InProgress 0/2 drain", "InProgress 1/2 restart"]),
    );
    expect(log).toEqual(["drain: Success", "restart: Success"]);
    expect(ran()).toEqual(["drain", "restart"]);
  });

  it("has failed with the reason of the step that failed", async () => {
    runbook(
      { name: "drain", action: "aws:executeAwsApi", run: () => ({ failed: "no listener" }) },
      restart,
    );
    const { outcome, log } = await follow(call());
    expect(outcome).toMatchObject({
      kind: "failed",
      code: "Failed",
      message: expect.stringContaining("no listener"),
      output: { status: "Failed" },
    });
    expect(log).toEqual(["drain: Failed. no listener"]);
    expect(ran()).toEqual(["drain"]);
  });

  it("has failed when a step ran out of its time", async () => {
    runbook({ name: "drain", action: "aws:executeAwsApi", run: () => ({ timedOut: true }) });
    expect((await follow(call())).outcome).toMatchObject({ kind: "failed", code: "TimedOut" });
  });

  it.each([
    ["aws:approve", "Approve"],
    ["aws:pause", "Resume"],
  ] as const)("lets a step go on that waits with %s, when it is named", async (action, signal) => {
    runbook({ name: "cancel", action }, restart);
    const { outcome } = await follow(call({ approveSteps: ["cancel"] }));
    expect(outcome.kind).toBe("succeeded");
    expect(peer.calls("SendAutomationSignal").map(({ input }) => input)).toMatchObject([
      { SignalType: signal, Payload: { StepName: ["cancel"] } },
    ]);
  });

  it("waits with a step that is not named until somebody in AWS lets it go on", async () => {
    runbook({ name: "ask", action: "aws:approve" }, restart);
    const given = call({ approveSteps: ["another"] });
    const begun = await start(given);
    peer.step(3);
    const waiting = await poll(given, operationIn(begun));
    expect(waiting).toMatchObject({ kind: "started", progress: "Waiting 0/2 ask" });
    expect(await poll(given, operationIn(waiting))).toMatchObject({ kind: "started" });
    expect(peer.calls("SendAutomationSignal")).toEqual([]);
  });

  it("takes no step that does not wait any more", async () => {
    runbook({ name: "ask", action: "aws:approve" }, { name: "again", action: "aws:approve" });
    const given = call({ approveSteps: ["ask"] });
    const begun = await start(given);
    peer.step();
    const operation = operationIn(await poll(given, operationIn(begun)));
    await advance(given, operation, "approve ask");
    peer.step();
    expect(await advance(given, operation, "approve ask")).toMatchObject({ kind: "started" });
    expect(peer.calls("SendAutomationSignal")).toHaveLength(1);
  });

  it("is refused a signal whose moment has passed, and goes on looking", async () => {
    runbook({ name: "ask", action: "aws:approve" });
    const given = call({ approveSteps: ["ask"] });
    const begun = await start(given);
    peer.step();
    peer.fault("SendAutomationSignal", fails("InvalidAutomationSignalException"));
    expect(await advance(given, operationIn(begun), "approve ask")).toMatchObject({
      kind: "started",
    });
    peer.fault("SendAutomationSignal", fails("AccessDeniedException"));
    expect(await advance(given, operationIn(begun), "approve ask")).toMatchObject({
      kind: "failed",
      code: "AccessDeniedException",
    });
  });

  it.each([
    ["before", hangsUpBeforeEffect],
    ["after", hangsUpAfterEffect],
  ])(
    "is the same execution when its call is made again, cut off %s the effect",
    async (_when, fault) => {
      peer.fault("StartAutomationExecution", fault);
      expect(await start(call())).toMatchObject({ kind: "no_answer" });
      const { outcome } = await follow(call());
      expect(outcome.kind).toBe("succeeded");
      expect(ran()).toEqual(["drain", "restart"]);
      expect(operationIn(await start(call()))).toEqual(operationIn(await start(call())));
      expect(operationIn(await start(call({}, { key: "ord_1-1-1" })))).not.toEqual(
        operationIn(await start(call())),
      );
    },
  );

  it.each([
    [
      "a runbook that is not there",
      { document: "Nobody" },
      "AutomationDefinitionNotFoundException",
    ],
    [
      "parameters it does not take",
      { parameters: {} },
      "InvalidAutomationExecutionParametersException",
    ],
  ])("fails for certain with the code of AWS: %s", async (_case, parameters, name) => {
    expect(await start(call(parameters))).toMatchObject({ kind: "failed", code: name });
  });

  it("is put off when it is throttled or too many executions run", async () => {
    peer.fault("*", throttled(), fails("AutomationExecutionLimitExceededException"), throttled());
    expect(await start(call())).toMatchObject({ kind: "throttled" });
    expect(await start(call())).toMatchObject({ kind: "throttled" });
    expect(await poll(call(), { executionId: "x", told: 0 })).toMatchObject({ kind: "throttled" });
  });

  it.each([
    ["silence", hangs],
    ["a server that broke", crashes],
    ["an execution that is not known yet", fails("AutomationExecutionNotFoundException")],
  ])("looks again after a look without an answer: %s", async (_case, fault) => {
    impatient(200);
    const begun = await start(call());
    peer.fault("GetAutomationExecution", fault);
    expect(await poll(call(), operationIn(begun))).toMatchObject({ kind: "no_answer" });
    expect(await poll(call(), operationIn(begun))).toMatchObject({ kind: "started" });
  });

  it("is cancelled, and says so when it is", async () => {
    const begun = await start(call());
    peer.step();
    const stopping = await cancel(call(), operationIn(begun));
    expect(stopping).toMatchObject({ kind: "started" });
    const { outcome } = await toEnd(code, call(), stopping, () => peer.step());
    expect(outcome.kind).toBe("cancelled");
    expect(ran()).toEqual([]);
  });

  it("tells its end when it was over before it could be cancelled", async () => {
    const begun = await start(call());
    peer.step(4);
    const stopping = await cancel(call(), operationIn(begun));
    expect(await poll(call(), operationIn(stopping))).toMatchObject({ kind: "succeeded" });
  });
});
