import type { LambdaHandler } from "../lambda.ts";
import { parseDefinition } from "./definition.ts";
import { SfnError } from "./error.ts";
import { buildMachine, runExecution, type Execution, type Machine } from "./execution.ts";
import { TaskTokens } from "./tokens.ts";

/** `lambdas` is keyed by function ARN; `timeScale` divides every wait; finished executions are kept to a number. */
export type EngineOptions = {
  lambdas: Readonly<Record<string, LambdaHandler>>;
  timeScale?: number;
  finishedMax?: number;
};

const PREFIX = "arn:aws:states:us-east-1:000000000000";
const NAME = /^[A-Za-z0-9_.-]{1,80}$/;

/** Machines and executions of one process. All methods throw SfnError with the API's own codes. */
export class SfnEngine {
  readonly tokens = new TaskTokens();
  readonly machines = new Map<string, Machine>();
  readonly executions = new Map<string, Execution>();
  readonly #options: EngineOptions;
  readonly #finished: string[] = [];
  /** Transitions of all executions so far, kept also for those that were forgotten. */
  #forgottenTransitions = 0;
  #started = 0;
  #isStopped = false;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  /** Answers the ARN. The same name with the same definition is idempotent. */
  createMachine(name: string, definitionText: string): Machine {
    if (!NAME.test(name)) throw new SfnError("InvalidName", `Invalid name: ${name}`);
    const arn = stateMachineArn(name);
    const definition = parseDefinition(definitionText);
    const known = this.machines.get(arn);
    if (known && JSON.stringify(known.definition) !== JSON.stringify(definition)) {
      throw new SfnError("StateMachineAlreadyExists", `State machine already exists: ${arn}`);
    }
    const machine = known ?? buildMachine(arn, name, definition);
    this.machines.set(arn, machine);
    return machine;
  }

  /** Starts, or answers the running execution of the same name and input. */
  start(machineArn: string, name: string, input: string): Execution {
    const machine = this.machine(machineArn);
    if (!NAME.test(name)) throw new SfnError("InvalidName", `Invalid name: ${name}`);
    if (!isJson(input)) throw new SfnError("InvalidExecutionInput", "The input is not JSON.");
    const arn = `${PREFIX}:execution:${machine.name}:${name}`;
    const known = this.executions.get(arn);
    if (known?.status === "RUNNING" && known.input === input) return known;
    if (known) throw new SfnError("ExecutionAlreadyExists", `Execution Already Exists: '${arn}'`);
    if (this.#isStopped) throw new SfnError("ServiceUnavailable", "Stopping.");
    return this.#run(machine, { arn, name, input });
  }

  #run(machine: Machine, identity: { arn: string; name: string; input: string }): Execution {
    const { lambdas, timeScale = 1 } = this.#options;
    const execution = runExecution(machine, identity, { lambdas, timeScale, tokens: this.tokens });
    this.executions.set(identity.arn, execution);
    this.#started += 1;
    void execution.finished.then(() => this.#retire(identity.arn));
    return execution;
  }

  #retire(arn: string): void {
    this.#finished.push(arn);
    if (this.#finished.length <= (this.#options.finishedMax ?? 10_000)) return;
    const oldest = this.#finished.shift() ?? "";
    this.#forgottenTransitions += this.executions.get(oldest)?.transitions ?? 0;
    this.executions.delete(oldest);
  }

  machine(arn: string): Machine {
    if (!arn.startsWith("arn:")) throw new SfnError("InvalidArn", `Invalid Arn: '${arn}'`);
    const machine = this.machines.get(arn);
    if (!machine)
      throw new SfnError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
    return machine;
  }

  execution(arn: string): Execution {
    if (!arn.startsWith("arn:")) throw new SfnError("InvalidArn", `Invalid Arn: '${arn}'`);
    const execution = this.executions.get(arn);
    if (!execution)
      throw new SfnError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
    return execution;
  }

  /** Transitions of the executions whose name starts so, e.g. with a ticket's id. */
  transitions(namePrefix: string): number {
    const matching = [...this.executions.values()].filter(({ name }) =>
      name.startsWith(namePrefix),
    );
    return sum(matching);
  }

  /** Figures over everything since the process started. */
  stats() {
    const all = [...this.executions.values()];
    const running = all.filter(({ status }) => status === "RUNNING").length;
    const transitions = this.#forgottenTransitions + sum(all);
    return { started: this.#started, running, openTokens: this.tokens.count, transitions };
  }

  /** Ends every execution and waits until they have let go. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    const running = [...this.executions.values()].filter(({ status }) => status === "RUNNING");
    for (const execution of running) execution.stop();
    await Promise.all(running.map(({ finished }) => finished));
  }
}

/** ARN of a state machine of the embedded stack. */
export function stateMachineArn(name: string): string {
  return `${PREFIX}:stateMachine:${name}`;
}

function sum(executions: Execution[]): number {
  return executions.reduce((total, { transitions }) => total + transitions, 0);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
