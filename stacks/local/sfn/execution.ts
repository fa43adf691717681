import {
  ExecutionAbortedError,
  StateMachine,
  type StateMachineDefinition,
} from "aws-local-stepfunctions";
import { toLibraryForm, TOKEN_PLACEHOLDER, type TaskCall } from "./definition.ts";
import { runTask, type RunnerOptions } from "./runner.ts";

/** A state machine as created: its ARN, its definition and the form the interpreter runs. */
export type Machine = {
  arn: string;
  name: string;
  createdAt: Date;
  definition: StateMachineDefinition;
  runnable: StateMachine;
};

export type ExecutionStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED";

/** One execution's record; it is changed in place while the execution runs. */
export type Execution = {
  arn: string;
  name: string;
  machineArn: string;
  input: string;
  status: ExecutionStatus;
  startedAt: Date;
  stoppedAt?: Date;
  output?: string;
  error?: string;
  cause?: string;
  /** State transitions as AWS bills them: every state entered, every retry. */
  transitions: number;
  stop: () => void;
  finished: Promise<void>;
};

/** A machine ready to run; the definition must have been validated. */
export function buildMachine(
  arn: string,
  name: string,
  definition: StateMachineDefinition,
): Machine {
  const form = toLibraryForm(definition);
  const runnable = new StateMachine(form, { validationOptions: { noValidate: true } });
  return { arn, name, createdAt: new Date(), definition, runnable };
}

/** Starts an execution; it never rejects, its end is in `status`. */
export function runExecution(
  machine: Machine,
  identity: { arn: string; name: string; input: string },
  options: RunnerOptions,
): Execution {
  const aborted = new AbortController();
  const run = machine.runnable.run(JSON.parse(identity.input), {
    overrides: { taskResourceLocalHandlers: handlersOf(machine, options, aborted.signal) },
    context: {
      Task: { Token: TOKEN_PLACEHOLDER },
      Execution: { Id: identity.arn, Name: identity.name },
      StateMachine: { Id: machine.arn, Name: machine.name },
    },
  });
  const execution: Execution = {
    ...identity,
    machineArn: machine.arn,
    status: "RUNNING",
    startedAt: new Date(),
    transitions: 0,
    stop: () => {
      aborted.abort();
      run.abort();
    },
    finished: Promise.resolve(),
  };
  void countTransitions(execution, run.eventLogs);
  execution.finished = settle(execution, run.result);
  return execution;
}

function handlersOf(machine: Machine, options: RunnerOptions, aborted: AbortSignal) {
  const timed = Object.entries(machine.definition.States).filter(
    ([, state]) => state.Type === "Task" || state.Type === "Wait",
  );
  const run = async (input: unknown) => {
    const task = input as TaskCall;
    const state = machine.definition.States[task.state];
    const result = await runTask(asRecord(state), task, options, aborted);
    return result as never;
  };
  return Object.fromEntries(timed.map(([name]) => [name, run]));
}

/** States differ by type; the runner reads the few fields that concern time and the call. */
function asRecord(state: unknown): Record<string, unknown> {
  return (state ?? {}) as Record<string, unknown>;
}

/** The library queues its events until somebody reads them, so this also keeps memory flat. */
async function countTransitions(execution: Execution, events: AsyncGenerator<{ type: string }>) {
  for await (const { type } of events) {
    if (type === "StateEntered" || type === "StateRetried") execution.transitions += 1;
  }
}

async function settle(execution: Execution, result: Promise<unknown>): Promise<void> {
  try {
    execution.output = JSON.stringify(await result);
    execution.status = "SUCCEEDED";
  } catch (error) {
    if (error instanceof ExecutionAbortedError) execution.status = "ABORTED";
    else fail(execution, error);
  }
  execution.stoppedAt = new Date();
}

/** The library wraps the state's error; its name and text are what AWS reports as error and cause. */
function fail(execution: Execution, error: unknown): void {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  execution.status = "FAILED";
  execution.error = inner instanceof Error ? inner.name : "States.Runtime";
  execution.cause = inner instanceof Error ? inner.message : String(inner);
  console.error(`step functions: ${execution.name} failed: ${execution.error} ${execution.cause}`);
}
