import { randomUUID } from "node:crypto";
import type * as ssm from "@aws-sdk/client-ssm";
import type { Steps } from "../steps.ts";

type Values = Record<string, string[]>;

/** What a step came to; its outputs are named within the step. */
export type StepResult = { outputs?: Values; failed?: string; timedOut?: boolean };

/** A step of a runbook. Steps with the actions aws:approve and aws:pause wait for a signal and run nothing. */
export type RunbookStep = {
  name: string;
  action: `aws:${string}`;
  run?: (parameters: Values) => StepResult;
};

/** An Automation document: what it takes, its steps in order, and which outputs ("step.name") it gives. */
export type Runbook = {
  required: readonly string[];
  optional: readonly string[];
  steps: readonly RunbookStep[];
  outputs: readonly string[];
};

/** Milliseconds until an execution starts, a step ends, and a stop takes hold. */
export type AutomationDelays = { startMs: number; stepMs: number; stopMs: number };

export type StepRun = {
  step: RunbookStep;
  status: ssm.AutomationExecutionStatus;
  outputs: Values;
  failure?: string;
  startedAt?: Date;
  endedAt?: Date;
};

const WAITING_ACTIONS = ["aws:approve", "aws:pause"];

/** One execution of a runbook and how it goes on by itself. */
export class AutomationRun {
  readonly id = randomUUID();
  readonly startedAt = new Date();
  readonly input: ssm.StartAutomationExecutionRequest;
  readonly runbook: Runbook;
  readonly steps: StepRun[];
  status: ssm.AutomationExecutionStatus = "Pending";
  failure: string | undefined;
  endedAt: Date | undefined;
  readonly #ran: (step: string) => void;
  readonly #timing: { steps: Steps; delays: AutomationDelays };
  #endsAfterStep = false;

  constructor(
    input: ssm.StartAutomationExecutionRequest,
    runbook: Runbook,
    environment: { ran: (step: string) => void; steps: Steps; delays: AutomationDelays },
  ) {
    this.input = input;
    this.runbook = runbook;
    this.steps = runbook.steps.map((step) => ({ step, status: "Pending", outputs: {} }));
    this.#ran = environment.ran;
    this.#timing = environment;
    this.#after(environment.delays.startMs, () => this.#next());
  }

  /** The step that runs or waits. */
  get current(): StepRun | undefined {
    return this.steps.find(({ startedAt, endedAt }) => startedAt && !endedAt);
  }

  get isOver(): boolean {
    return this.endedAt !== undefined;
  }

  get outputs(): Values {
    const all = this.steps.flatMap(({ step, outputs }) =>
      Object.entries(outputs).map(([name, values]) => [`${step.name}.${name}`, values] as const),
    );
    return Object.fromEntries(all.filter(([name]) => this.runbook.outputs.includes(name)));
  }

  /** Lets a step that waits succeed. */
  resume(waiting: StepRun, outputs: Values): void {
    waiting.outputs = outputs;
    this.#endStep(waiting, "Success");
    this.status = "InProgress";
    this.#after(this.#timing.delays.stepMs, () => this.#next());
  }

  fail(running: StepRun, failure: string, status: "Failed" | "TimedOut" = "Failed"): void {
    running.failure = failure;
    this.#endStep(running, status);
    this.#end(status, `Step ${running.step.name} ended as ${status}. ${failure}`);
  }

  /** Ends the execution after the step that runs. */
  complete(): void {
    this.#endsAfterStep = true;
  }

  cancel(): void {
    this.status = "Cancelling";
    const { current } = this;
    if (current) current.status = "Cancelling";
    this.#timing.steps.after(this.#timing.delays.stopMs, () => {
      if (current) this.#endStep(current, "Cancelled");
      this.#end("Cancelled");
    });
  }

  /** Does nothing any more once the execution is being cancelled. */
  #after(ms: number, act: () => void): void {
    this.#timing.steps.after(ms, () => {
      if (!this.isOver && this.status !== "Cancelling") act();
    });
  }

  #next(): void {
    const next = this.steps.find(({ startedAt }) => !startedAt);
    if (!next || this.#endsAfterStep) return this.#end("Success");
    next.startedAt = new Date();
    const isWaiting = WAITING_ACTIONS.includes(next.step.action);
    next.status = isWaiting ? "Waiting" : "InProgress";
    this.status = next.status;
    if (!isWaiting) this.#after(this.#timing.delays.stepMs, () => this.#execute(next));
  }

  #execute(running: StepRun): void {
    this.#ran(running.step.name);
    const {
      outputs = {},
      failed,
      timedOut,
    } = running.step.run?.(this.input.Parameters ?? {}) ?? {};
    running.outputs = outputs;
    if (timedOut) return this.fail(running, failed ?? "Step timed out.", "TimedOut");
    if (failed !== undefined) return this.fail(running, failed);
    this.#endStep(running, "Success");
    this.#next();
  }

  #endStep(one: StepRun, status: ssm.AutomationExecutionStatus): void {
    one.status = status;
    one.endedAt = new Date();
  }

  #end(status: ssm.AutomationExecutionStatus, failure?: string): void {
    this.status = status;
    this.failure = failure;
    this.endedAt = new Date();
  }
}
