import { createHash } from "node:crypto";
import { SsmStartAutomationParameters } from "#shared/action/catalogue/ssm-start-automation.ts";
import type { Call, Driver, Operation, Outcome } from "#shared/action/driver.ts";
import { nameOf } from "#functions/lib/aws/fault.ts";
import type { SsmExecution } from "#functions/lib/aws/ssm.ts";
import { asking, causing } from "./aws/way.ts";

const service = () => import("#functions/lib/aws/ssm.ts");

/** AWS wants a UUID: that of a key is always the same. */
function tokenOf(key: string): string {
  const hex = createHash("sha256").update(key).digest("hex");
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`];
  return [...parts, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join("-");
}

async function start(call: Call): Promise<Outcome> {
  const { document, version, parameters } = SsmStartAutomationParameters.parse(call.parameters);
  return causing(call, async (way) => {
    const executionId = await (
      await service()
    ).startAutomation(way, {
      DocumentName: document,
      ...(version === "" ? {} : { DocumentVersion: version }),
      Parameters: parameters,
      ClientToken: tokenOf(call.key),
    });
    return { kind: "started", operation: { executionId, told: 0 } };
  });
}

async function poll(call: Call, operation: Operation): Promise<Outcome> {
  return asking(call, async (way) => {
    const execution = await (await service()).getAutomation(way, String(operation["executionId"]));
    return { ...outcomeOf(call, operation, execution), log: newsOf(operation, execution) };
  });
}

type Steps = NonNullable<SsmExecution["StepExecutions"]>;

function endedOf({ StepExecutions = [] }: SsmExecution): Steps {
  return StepExecutions.filter(({ ExecutionEndTime }) => ExecutionEndTime !== undefined);
}

/** Of the steps that have ended, those nobody was told of yet. */
function newsOf({ told }: Operation, execution: SsmExecution): string {
  return endedOf(execution)
    .slice(Number(told))
    .map(({ StepName = "", StepStatus = "", FailureMessage }) =>
      [
        `${StepName}: ${StepStatus}`,
        ...(FailureMessage === undefined ? [] : [FailureMessage]),
      ].join(". "),
    )
    .join("\n");
}

const bad = new Set([
  "Failed",
  "TimedOut",
  "Rejected",
  "Exited",
  "CompletedWithFailure",
  "ChangeCalendarOverrideRejected",
]);
const good = new Set(["Success", "CompletedWithSuccess"]);

function outcomeOf({ parameters }: Call, known: Operation, execution: SsmExecution): Outcome {
  const { AutomationExecutionId: executionId, AutomationExecutionStatus: status = "" } = execution;
  const output = { executionId, status, outputs: execution.Outputs ?? {} };
  if (good.has(status)) return { kind: "succeeded", output };
  if (bad.has(status)) {
    const message = execution.FailureMessage ?? status;
    return { kind: "failed", code: status, message, output };
  }
  if (status === "Cancelled") return { kind: "cancelled" };
  const { StepExecutions: steps = [] } = execution;
  const ended = endedOf(execution).length;
  const { approveSteps } = SsmStartAutomationParameters.parse(parameters);
  const waiting = steps.find(({ StepStatus }) => StepStatus === "Waiting")?.StepName;
  const at = waiting ?? execution.CurrentStepName ?? "";
  const progress = `${status} ${ended}/${steps.length} ${at}`.trim();
  const operation = { ...known, told: ended };
  if (waiting === undefined || !approveSteps.includes(waiting)) {
    return { kind: "started", operation, progress };
  }
  // Steps of a runbook may be called what calls of ours are called.
  return { kind: "wants", step: `approve ${waiting}`, operation, progress };
}

/** The step was not waiting any more: what the execution shows next tells what came of it. */
const tooLate = new Set(["InvalidAutomationSignalException", "AutomationStepNotFoundException"]);

/** Lets a step that waits for approval, or for somebody to go on, go on. AWS refuses one whose turn it is not. */
async function advance(call: Call, operation: Operation, step: string): Promise<Outcome> {
  const executionId = String(operation["executionId"]);
  const name = step.slice("approve ".length);
  return causing(call, async (way) => {
    const ssm = await service();
    const { StepExecutions: steps = [] } = await ssm.getAutomation(way, executionId);
    const waiting = steps.find(({ StepName }) => StepName === name);
    if (waiting?.StepStatus !== "Waiting") return { kind: "started", operation };
    const isPause = waiting.Action === "aws:pause";
    try {
      await ssm.signalAutomation(way, {
        AutomationExecutionId: executionId,
        SignalType: isPause ? "Resume" : "Approve",
        Payload: { StepName: [name], ...(isPause ? {} : { Comment: [call.order.url] }) },
      });
    } catch (error) {
      if (!tooLate.has(nameOf(error))) throw error;
    }
    return { kind: "started", operation };
  });
}

async function cancel(call: Call, operation: Operation): Promise<Outcome> {
  return causing(call, async (way) => {
    try {
      await (await service()).stopAutomation(way, String(operation["executionId"]));
    } catch (error) {
      // It is over, or being stopped already.
      if (nameOf(error) !== "InvalidAutomationStatusUpdateException") throw error;
    }
    return { kind: "started", operation };
  });
}

export const ssmStartAutomation: Driver = { start, poll, advance, cancel };
