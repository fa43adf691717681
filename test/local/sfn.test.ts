import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  InvalidArn,
  InvalidToken,
  ListExecutionsCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StateMachineDoesNotExist,
  StopExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { lambdaArn, type LambdaHandler } from "#stacks/local/lambda.ts";
import { stateMachineArn } from "#stacks/local/sfn/engine.ts";
import { startSfn, type SfnServer } from "#stacks/local/sfn/server.ts";
import { approvalMachine } from "#stacks/machine/approval.ts";
import { runMachine } from "#stacks/machine/run.ts";
import { until } from "./until.ts";

type Directive = { kind: string; seconds?: number; version?: number; seq?: number };

const names = [
  "advance-ticket",
  "arm-ticket",
  "advance-order",
  "dispatch-node",
  "poll-node",
  "arm-order",
  "continue-order",
];
const arns = Object.fromEntries(names.map((name) => [name, lambdaArn(name)]));
const approval = stateMachineArn("approval");
const TIME_SCALE = 20;

/** Handlers with a script: each advance takes the next directive, each arm records its token. */
let directives: Directive[] = [];
let tokens: string[] = [];
let calls: string[] = [];
let onArm: (token: string) => unknown = () => undefined;

function scripted(name: string): LambdaHandler {
  return (event: { token?: string }) => {
    calls.push(name);
    if (!event.token) return directives.shift() ?? { kind: "done" };
    tokens.push(event.token);
    return onArm(event.token);
  };
}

let sfn: SfnServer;
let client: SFNClient;

beforeAll(async () => {
  const lambdas = Object.fromEntries(names.map((name) => [lambdaArn(name), scripted(name)]));
  sfn = await startSfn({ lambdas, timeScale: TIME_SCALE, finishedMax: 3 });
  sfn.engine.createMachine("approval", JSON.stringify(approvalMachine(arns)));
  sfn.engine.createMachine("run", JSON.stringify(runMachine(arns)));
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  client = new SFNClient({ endpoint: sfn.endpoint, region: "us-east-1", credentials });
});

beforeEach(() => {
  directives = [];
  tokens = [];
  calls = [];
  onArm = () => undefined;
});

afterAll(() => sfn.stop());

let serial = 0;
async function start(machine = "approval", input = { ticketId: "tkt_1", orderId: "ord_1" }) {
  const name = `tkt_1-${(serial += 1)}`;
  const command = { stateMachineArn: stateMachineArn(machine), name, input: JSON.stringify(input) };
  const { executionArn = "" } = await client.send(new StartExecutionCommand(command));
  return { executionArn, command };
}

async function statusOf(executionArn: string) {
  return (await client.send(new DescribeExecutionCommand({ executionArn }))).status;
}

const ring = (taskToken: string) =>
  client.send(new SendTaskSuccessCommand({ taskToken, output: "{}" }));

describe("the approval machine on the Step Functions wire server", () => {
  it("waits with a token and goes on to Advance when the doorbell rings", async () => {
    directives = [{ kind: "wait", seconds: 3600, version: 7 }];
    const { executionArn } = await start();
    await until(() => tokens.length === 1);
    expect(await statusOf(executionArn)).toBe("RUNNING");
    await ring(tokens[0] ?? "");
    await until(async () => (await statusOf(executionArn)) === "SUCCEEDED");
    expect(calls).toEqual(["advance-ticket", "arm-ticket", "advance-ticket"]);
  });

  it("goes on to Advance when the scaled time-out from the data passes", async () => {
    directives = [{ kind: "wait", seconds: 10, version: 1 }];
    const startedMs = Date.now();
    const { executionArn } = await start();
    await until(async () => (await statusOf(executionArn)) === "SUCCEEDED");
    const elapsedMs = Date.now() - startedMs;
    expect(calls).toEqual(["advance-ticket", "arm-ticket", "advance-ticket"]);
    expect(elapsedMs).toBeGreaterThanOrEqual(10_000 / TIME_SCALE);
    expect(elapsedMs).toBeLessThan(2_500);
  });

  it("hears a doorbell that rings before the arming function has returned", async () => {
    directives = [{ kind: "wait", seconds: 3600, version: 1 }];
    onArm = (token) => ring(token);
    const { executionArn } = await start();
    await until(async () => (await statusOf(executionArn)) === "SUCCEEDED");
  });

  it("retries a function that fails and fails the execution only when attempts are used up", async () => {
    let failures = 0;
    directives = [{ kind: "wait", seconds: 3600, version: 1 }];
    const spy = vi.spyOn(console, "error").mockImplementation(() => undefined);
    onArm = (token) => {
      failures += 1;
      if (failures === 1) throw new Error("throttled");
      return ring(token);
    };
    const { executionArn } = await start();
    await until(async () => (await statusOf(executionArn)) === "SUCCEEDED");
    spy.mockRestore();
    expect(failures).toBe(2);
    expect(new Set(tokens).size).toBe(2);
  });

  it("refuses a time-out that AWS would refuse, instead of waiting some other time", async () => {
    directives = [{ kind: "wait", seconds: 0, version: 1 }];
    const spy = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const { executionArn } = await start();
    await until(async () => (await statusOf(executionArn)) === "FAILED");
    spy.mockRestore();
    const { error } = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(error).toBe("States.Runtime");
  });

  it("counts one transition per state entered", async () => {
    directives = [{ kind: "wait", seconds: 3600, version: 1 }];
    const { executionArn, command } = await start();
    await until(() => tokens.length === 1);
    await ring(tokens[0] ?? "");
    await until(async () => (await statusOf(executionArn)) === "SUCCEEDED");
    // Advance, Route, Wait, Advance, Route, Done.
    await until(() => sfn.engine.transitions(command.name) === 6);
    const stats = (await (await fetch(`${sfn.endpoint}/stats`)).json()) as { transitions: number };
    expect(stats.transitions).toBeGreaterThanOrEqual(6);
  });
});

describe("the run machine on the Step Functions wire server", () => {
  it("dispatches, pauses and polls, looks, waits for the bell and is followed by another, by directive", async () => {
    const seq = 1;
    directives = [
      { kind: "dispatch", seq },
      { kind: "poll", seconds: 2, seq },
      { kind: "poll", seconds: 2, seq },
      { kind: "look", seq },
      { kind: "wait", seconds: 3600, version: 3, seq },
      { kind: "continue" },
    ];
    const { executionArn } = await start("run");
    await until(() => tokens.length === 1);
    await ring(tokens[0] ?? "");
    await until(async () => (await statusOf(executionArn)) === "SUCCEEDED");
    expect(calls).toEqual([
      "advance-order",
      "dispatch-node",
      "poll-node",
      "poll-node",
      "poll-node",
      "arm-order",
      "advance-order",
      "continue-order",
    ]);
  });
});

describe("errors of the Step Functions API as the SDK sees them", () => {
  it("a rung token is dead: TaskTimedOut; nonsense: InvalidToken; another process's: TaskDoesNotExist", async () => {
    directives = [{ kind: "wait", seconds: 3600, version: 1 }];
    const { executionArn } = await start();
    await until(() => tokens.length === 1);
    const token = tokens[0] ?? "";
    await client.send(new SendTaskHeartbeatCommand({ taskToken: token }));
    await ring(token);
    await until(async () => (await statusOf(executionArn)) === "SUCCEEDED");
    await expect(ring(token)).rejects.toBeInstanceOf(TaskTimedOut);
    await expect(ring("nonsense")).rejects.toBeInstanceOf(InvalidToken);
    await expect(ring("task.0000.1111")).rejects.toBeInstanceOf(TaskDoesNotExist);
  });

  it("a token dies with its time-out and with its execution", async () => {
    directives = [
      { kind: "wait", seconds: 4, version: 1 },
      { kind: "wait", seconds: 3600, version: 1 },
    ];
    const { executionArn } = await start();
    await until(() => tokens.length === 2);
    await expect(ring(tokens[0] ?? "")).rejects.toBeInstanceOf(TaskTimedOut);
    await client.send(new StopExecutionCommand({ executionArn }));
    await until(async () => (await statusOf(executionArn)) === "ABORTED");
    await expect(ring(tokens[1] ?? "")).rejects.toBeInstanceOf(TaskTimedOut);
    expect(sfn.engine.stats().openTokens).toBe(0);
  });

  it("the same name starts once: equal input is idempotent while running, other input or an ended one is refused", async () => {
    directives = [{ kind: "wait", seconds: 3600, version: 1 }];
    const { executionArn, command } = await start();
    await until(() => tokens.length === 1);
    const again = await client.send(new StartExecutionCommand(command));
    expect(again.executionArn).toBe(executionArn);
    const other = new StartExecutionCommand({ ...command, input: '{"ticketId":"tkt_2"}' });
    await expect(client.send(other)).rejects.toBeInstanceOf(ExecutionAlreadyExists);
    await ring(tokens[0] ?? "");
    await until(async () => (await statusOf(executionArn)) === "SUCCEEDED");
    await expect(client.send(new StartExecutionCommand(command))).rejects.toBeInstanceOf(
      ExecutionAlreadyExists,
    );
    expect(calls.filter((name) => name === "advance-ticket")).toHaveLength(2);
  });

  it("unknown machines, executions and ARNs have their own errors", async () => {
    const unknown = stateMachineArn("nope");
    await expect(
      client.send(new StartExecutionCommand({ stateMachineArn: unknown })),
    ).rejects.toBeInstanceOf(StateMachineDoesNotExist);
    await expect(statusOf(`${approval}:nope`)).rejects.toBeInstanceOf(ExecutionDoesNotExist);
    await expect(statusOf("nope")).rejects.toBeInstanceOf(InvalidArn);
  });

  it("SendTaskFailure is retried as a failed attempt with a new token", async () => {
    directives = [{ kind: "wait", seconds: 3600, version: 1 }];
    const { executionArn } = await start();
    await until(() => tokens.length === 1);
    await client.send(
      new SendTaskFailureCommand({ taskToken: tokens[0], error: "Broken", cause: "test" }),
    );
    await until(() => tokens.length === 2);
    await ring(tokens[1] ?? "");
    await until(async () => (await statusOf(executionArn)) === "SUCCEEDED");
  });

  it("finished executions are forgotten beyond a number, running ones never", async () => {
    directives = [{ kind: "wait", seconds: 3600, version: 1 }];
    const running = await start();
    await until(() => tokens.length === 1);
    for (let i = 0; i < 6; i += 1) await start();
    await until(() => sfn.engine.stats().running === 1 && sfn.engine.executions.size <= 4);
    const { executions = [] } = await client.send(
      new ListExecutionsCommand({ stateMachineArn: approval, statusFilter: "RUNNING" }),
    );
    expect(executions.map((execution) => execution.executionArn)).toEqual([running.executionArn]);
  });
});
