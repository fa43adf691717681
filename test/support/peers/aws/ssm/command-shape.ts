import type * as ssm from "@aws-sdk/client-ssm";
import type { CommandRun } from "./command.ts";
import { isError, type Invocation } from "./invocation.ts";

const STDOUT_MAX = 24_000;
const STDERR_MAX = 8_000;
const PLUGIN_OUTPUT_MAX = 2_500;
const TRUNCATED = "\n---Output truncated---";

/** A command as SendCommand and ListCommands show it. */
export function commandShape(run: CommandRun): ssm.Command {
  const { input, invocations } = run;
  const { status, details } = run.state;
  return {
    ...common(run),
    ExpiresAfter: new Date(run.requestedAt.getTime() + (input.TimeoutSeconds ?? 3_600) * 1_000),
    Parameters: input.Parameters,
    InstanceIds: input.InstanceIds ?? [],
    Targets: input.Targets ?? [],
    Status: status,
    StatusDetails: details,
    MaxConcurrency: input.MaxConcurrency ?? "50",
    MaxErrors: input.MaxErrors ?? "0",
    TargetCount: invocations.length,
    CompletedCount: invocations.filter(({ endedAt }) => endedAt).length,
    ErrorCount: invocations.filter(isError).length,
    DeliveryTimedOutCount: invocations.filter((one) => one.details === "DeliveryTimedOut").length,
    TimeoutSeconds: input.TimeoutSeconds ?? 3_600,
  };
}

/** One node's part as ListCommandInvocations shows it. */
export function invocationShape(
  run: CommandRun,
  one: Invocation,
  withDetails: boolean,
): ssm.CommandInvocation {
  return {
    ...common(run),
    InstanceId: one.instance.id,
    InstanceName: one.instance.name,
    Status: one.status,
    StatusDetails: one.details,
    StandardOutputUrl: "",
    StandardErrorUrl: "",
    CommandPlugins: withDetails ? [pluginShape(run, one)] : [],
  };
}

/** One node's part as GetCommandInvocation shows it. */
export function resultShape(run: CommandRun, one: Invocation): ssm.GetCommandInvocationResult {
  return {
    CommandId: run.id,
    InstanceId: one.instance.id,
    Comment: run.input.Comment ?? "",
    DocumentName: run.input.DocumentName,
    DocumentVersion: run.input.DocumentVersion ?? "$DEFAULT",
    PluginName: pluginName(run),
    ResponseCode: one.code,
    ExecutionStartDateTime: one.startedAt?.toISOString() ?? "",
    ExecutionElapsedTime: elapsed(one),
    ExecutionEndDateTime: (one.startedAt && one.endedAt)?.toISOString() ?? "",
    Status: one.status,
    StatusDetails: one.details,
    StandardOutputContent: one.stdout.slice(0, STDOUT_MAX),
    StandardOutputUrl: "",
    StandardErrorContent: one.stderr.slice(0, STDERR_MAX),
    StandardErrorUrl: "",
    CloudWatchOutputConfig: { CloudWatchLogGroupName: "", CloudWatchOutputEnabled: false },
  };
}

/** The one plugin of the documents here. */
export function pluginName({ input }: CommandRun): string {
  const isWindows = input.DocumentName?.includes("PowerShell") ?? false;
  return isWindows ? "aws:runPowerShellScript" : "aws:runShellScript";
}

function common({ id, input, requestedAt }: CommandRun) {
  return {
    CommandId: id,
    Comment: input.Comment ?? "",
    DocumentName: input.DocumentName,
    DocumentVersion: input.DocumentVersion ?? "$DEFAULT",
    RequestedDateTime: requestedAt,
  };
}

function pluginShape(run: CommandRun, one: Invocation): ssm.CommandPlugin {
  const isRunning = one.status === "Delayed" || one.status === "Cancelling";
  return {
    Name: pluginName(run),
    Status: isRunning ? "InProgress" : (one.status as ssm.CommandPluginStatus),
    StatusDetails: one.details,
    ResponseCode: one.code,
    ResponseStartDateTime: one.startedAt,
    ResponseFinishDateTime: one.startedAt && one.endedAt,
    Output: output(one),
  };
}

function output({ stdout, stderr }: Invocation): string {
  const text = stderr === "" ? stdout : `${stdout}\n----------ERROR-------\n${stderr}`;
  if (text.length <= PLUGIN_OUTPUT_MAX) return text;
  return text.slice(0, PLUGIN_OUTPUT_MAX - TRUNCATED.length) + TRUNCATED;
}

function elapsed({ startedAt, endedAt }: Invocation): string {
  if (!startedAt || !endedAt) return "";
  return `PT${((endedAt.getTime() - startedAt.getTime()) / 1_000).toFixed(3)}S`;
}
