import type * as ssm from "@aws-sdk/client-ssm";
import { AwsError, hold } from "../error.ts";
import type { Steps } from "../steps.ts";
import { AutomationRun, type AutomationDelays, type Runbook, type StepRun } from "./automation.ts";

const UUID = /^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/i;

/** A step that was executed: an effect. */
export type RanStep = { executionId: string; document: string; step: string };

/** Automation: runbooks and their executions. */
export class Automations {
  readonly runbooks = new Map<string, Runbook>();
  readonly ran: RanStep[] = [];
  readonly #runs = new Map<string, AutomationRun>();
  readonly #byToken = new Map<string, AutomationRun>();
  readonly #timing: { steps: Steps; delays: AutomationDelays };

  constructor(steps: Steps, delays: AutomationDelays) {
    this.#timing = { steps, delays };
  }

  /** The same token with the same input is the same execution. */
  start(
    input: ssm.StartAutomationExecutionRequest,
    effect: () => void,
  ): ssm.StartAutomationExecutionResult {
    hold(input, {
      DocumentName: { required: true, pattern: /^[a-zA-Z0-9_\-.:/]{3,128}$/ },
      ClientToken: { min: 36, max: 36, pattern: UUID },
    });
    const token = input.ClientToken?.toLowerCase();
    const known = token === undefined ? undefined : this.#byToken.get(token);
    if (known && !isSame(known.input, input)) {
      const text = "The parameters don't match those of the call with the same token.";
      throw new AwsError("IdempotentParameterMismatch", text);
    }
    if (known) return { AutomationExecutionId: known.id };
    const run = this.#begin(input, this.#runbook(input));
    if (token) this.#byToken.set(token, run);
    effect();
    return { AutomationExecutionId: run.id };
  }

  get(input: ssm.GetAutomationExecutionRequest): ssm.GetAutomationExecutionResult {
    return { AutomationExecution: shape(this.#find(input.AutomationExecutionId)) };
  }

  signal(input: ssm.SendAutomationSignalRequest, effect: () => void): object {
    hold(input, {
      SignalType: {
        required: true,
        oneOf: ["Approve", "Reject", "StartStep", "StopStep", "Resume", "Revoke"],
      },
    });
    const run = this.#find(input.AutomationExecutionId);
    const waiting = waitingFor(run, input);
    if (input.SignalType === "Reject") run.fail(waiting, "The step was rejected.");
    else run.resume(waiting, outputsOf(input));
    effect();
    return {};
  }

  stop(input: ssm.StopAutomationExecutionRequest, effect: () => void): object {
    hold(input, { Type: { oneOf: ["Complete", "Cancel"] } });
    const run = this.#find(input.AutomationExecutionId);
    if (run.isOver || run.status === "Cancelling") {
      const text = `Execution ${run.id} can't be stopped: it is ${run.status}.`;
      throw new AwsError("InvalidAutomationStatusUpdateException", text);
    }
    if (input.Type === "Complete") run.complete();
    else run.cancel();
    effect();
    return {};
  }

  #begin(input: ssm.StartAutomationExecutionRequest, runbook: Runbook): AutomationRun {
    const document = input.DocumentName ?? "";
    const run: AutomationRun = new AutomationRun(input, runbook, {
      ...this.#timing,
      ran: (step) => this.ran.push({ executionId: run.id, document, step }),
    });
    this.#runs.set(run.id, run);
    return run;
  }

  #runbook({ DocumentName = "", Parameters = {} }: ssm.StartAutomationExecutionRequest): Runbook {
    const runbook = this.runbooks.get(DocumentName);
    if (!runbook) {
      const text = `Automation document ${DocumentName} was not found.`;
      throw new AwsError("AutomationDefinitionNotFoundException", text);
    }
    const given = Object.keys(Parameters);
    const missing = runbook.required.filter((name) => !given.includes(name));
    const known = [...runbook.required, ...runbook.optional];
    const unknown = given.filter((name) => !known.includes(name));
    if (missing.length > 0 || unknown.length > 0) {
      const text = `Missing parameters: [${missing.join(", ")}], unknown parameters: [${unknown.join(", ")}].`;
      throw new AwsError("InvalidAutomationExecutionParametersException", text);
    }
    return runbook;
  }

  #find(id = ""): AutomationRun {
    hold({ AutomationExecutionId: id }, { AutomationExecutionId: { min: 36, max: 36 } });
    const run = this.#runs.get(id);
    if (run) return run;
    const text = `Couldn't find automation execution ${id}.`;
    throw new AwsError("AutomationExecutionNotFoundException", text);
  }
}

/** The step that a signal is for. Throws the API's errors about signals that fit nothing. */
function waitingFor(run: AutomationRun, input: ssm.SendAutomationSignalRequest): StepRun {
  const { SignalType: signal, Payload: payload = {} } = input;
  const action = signal === "Resume" ? "aws:pause" : "aws:approve";
  const named = payload["StepName"]?.[0];
  if (named !== undefined && !run.steps.some(({ step }) => step.name === named)) {
    throw new AwsError("AutomationStepNotFoundException", `No step ${named} in ${run.id}.`);
  }
  const { current } = run;
  const isTaken = signal === "Approve" || signal === "Reject" || signal === "Resume";
  if (!isTaken || current?.status !== "Waiting" || current.step.action !== action) {
    const text = `Signal ${signal} is not valid for execution ${run.id}, which is ${run.status}.`;
    throw new AwsError("InvalidAutomationSignalException", text);
  }
  return current;
}

function outputsOf({
  SignalType,
  Payload,
}: ssm.SendAutomationSignalRequest): Record<string, string[]> {
  if (SignalType !== "Approve") return {};
  return { ApprovalStatus: ["Approved"], ApproverDecisions: Payload?.["Comment"] ?? [] };
}

function isSame(
  a: ssm.StartAutomationExecutionRequest,
  b: ssm.StartAutomationExecutionRequest,
): boolean {
  const key = ({ DocumentName, DocumentVersion, Parameters, Mode }: typeof a) => {
    const sorted = Object.entries(Parameters ?? {}).sort(([x], [y]) => (x < y ? -1 : 1));
    return JSON.stringify([DocumentName, DocumentVersion, sorted, Mode]);
  };
  return key(a) === key(b);
}

function shape(run: AutomationRun): ssm.AutomationExecution {
  return {
    AutomationExecutionId: run.id,
    DocumentName: run.input.DocumentName,
    DocumentVersion: run.input.DocumentVersion ?? "1",
    ExecutionStartTime: run.startedAt,
    ExecutionEndTime: run.endedAt,
    AutomationExecutionStatus: run.status,
    StepExecutions: run.steps.map(stepShape),
    StepExecutionsTruncated: false,
    Parameters: run.input.Parameters ?? {},
    Outputs: run.outputs,
    FailureMessage: run.failure,
    Mode: run.input.Mode ?? "Auto",
    CurrentStepName: run.current?.step.name,
    CurrentAction: run.current?.step.action,
  };
}

function stepShape({ step, ...run }: StepRun): ssm.StepExecution {
  return {
    StepName: step.name,
    Action: step.action,
    StepStatus: run.status,
    ExecutionStartTime: run.startedAt,
    ExecutionEndTime: run.endedAt,
    Outputs: run.outputs,
    FailureMessage: run.failure,
  };
}
