import { randomUUID } from "node:crypto";
import type { SfnEngine } from "./engine.ts";
import { SfnError } from "./error.ts";
import type { Execution } from "./execution.ts";

type Input = Record<string, unknown>;
type Action = (engine: SfnEngine, input: Input) => object;

/** The actions of the JSON 1.0 protocol that the product and its tests use, by X-Amz-Target. */
export const actions: Readonly<Record<string, Action>> = {
  CreateStateMachine: (engine, input) => {
    const machine = engine.createMachine(text(input, "name"), text(input, "definition"));
    return { stateMachineArn: machine.arn, creationDate: epoch(machine.createdAt) };
  },
  ListStateMachines: (engine) => ({
    stateMachines: [...engine.machines.values()].map(({ arn, name, createdAt }) => ({
      stateMachineArn: arn,
      name,
      type: "STANDARD",
      creationDate: epoch(createdAt),
    })),
  }),
  StartExecution: (engine, input) => {
    const name = optionalText(input, "name") ?? randomUUID();
    const json = optionalText(input, "input") ?? "{}";
    const execution = engine.start(text(input, "stateMachineArn"), name, json);
    return { executionArn: execution.arn, startDate: epoch(execution.startedAt) };
  },
  DescribeExecution: (engine, input) => describe(engine.execution(text(input, "executionArn"))),
  ListExecutions: listExecutions,
  StopExecution: stopExecution,
  SendTaskSuccess: (engine, input) => {
    const bell = engine.tokens.find(text(input, "taskToken"));
    bell.succeed(json(text(input, "output")));
    return {};
  },
  SendTaskFailure: (engine, input) => {
    const bell = engine.tokens.find(text(input, "taskToken"));
    bell.fail(
      optionalText(input, "error") ?? "States.TaskFailed",
      optionalText(input, "cause") ?? "",
    );
    return {};
  },
  SendTaskHeartbeat: (engine, input) => {
    engine.tokens.find(text(input, "taskToken"));
    return {};
  },
};

function listExecutions(engine: SfnEngine, input: Input): object {
  const machine = engine.machine(text(input, "stateMachineArn"));
  const status = optionalText(input, "statusFilter");
  const limit =
    typeof input.maxResults === "number" && input.maxResults > 0 ? input.maxResults : 100;
  const skip = Number(optionalText(input, "nextToken") ?? 0);
  const matching = [...engine.executions.values()]
    .filter((execution) => execution.machineArn === machine.arn)
    .filter((execution) => !status || execution.status === status)
    .reverse();
  const more = skip + limit < matching.length ? { nextToken: String(skip + limit) } : {};
  return { executions: matching.slice(skip, skip + limit).map(summary), ...more };
}

function stopExecution(engine: SfnEngine, input: Input): object {
  const execution = engine.execution(text(input, "executionArn"));
  if (execution.status === "RUNNING") {
    execution.error = optionalText(input, "error");
    execution.cause = optionalText(input, "cause");
    execution.stop();
  }
  return { stopDate: epoch(execution.stoppedAt ?? new Date()) };
}

function summary(execution: Execution): object {
  const { arn, machineArn, name, status, startedAt, stoppedAt } = execution;
  const stopped = stoppedAt ? { stopDate: epoch(stoppedAt) } : {};
  return {
    executionArn: arn,
    stateMachineArn: machineArn,
    name,
    status,
    startDate: epoch(startedAt),
    ...stopped,
  };
}

function describe(execution: Execution): object {
  const { input, output, error, cause } = execution;
  return { ...summary(execution), input, output, error, cause };
}

function text(input: Input, name: string): string {
  const value = optionalText(input, name);
  if (value === undefined) throw new SfnError("ValidationException", `${name} is required.`);
  return value;
}

function optionalText(input: Input, name: string): string | undefined {
  const value = input[name];
  return typeof value === "string" ? value : undefined;
}

function json(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    throw new SfnError("InvalidOutput", "The output is not JSON.");
  }
}

/** The protocol's time: seconds since the epoch with a fraction. */
function epoch(date: Date): number {
  return date.getTime() / 1_000;
}
