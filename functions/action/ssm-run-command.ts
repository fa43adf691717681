import { SsmRunCommandParameters } from "#shared/action/catalogue/ssm-run-command.ts";
import type { Call, Driver, Operation, Outcome } from "#shared/action/driver.ts";
import type { Way } from "#functions/lib/aws/account.ts";
import { nameOf } from "#functions/lib/aws/fault.ts";
import type { SsmCommand, SsmInvocation } from "#functions/lib/aws/ssm.ts";
import { causing, asking } from "./aws/way.ts";
import { instanceFault, rehearsal } from "./aws/instances.ts";
import { linesOf } from "./aws/plugin-output.ts";

const service = () => import("#functions/lib/aws/ssm.ts");

/** SSM knows no retry key: the comment of the command is what it is found by. */
async function start(call: Call): Promise<Outcome> {
  const given = SsmRunCommandParameters.parse(call.parameters);
  const Targets = given.tags.map(({ key, values }) => ({ Key: `tag:${key}`, Values: values }));
  return causing(call, async (way) => {
    const ssm = await service();
    try {
      const commandId = await ssm.sendCommand(way, {
        DocumentName: given.document,
        ...(given.instances.length > 0 ? { InstanceIds: given.instances } : { Targets }),
        Parameters: given.parameters,
        MaxConcurrency: given.maxConcurrency,
        MaxErrors: given.maxErrors,
        TimeoutSeconds: given.deliverySeconds,
        Comment: call.key,
      });
      return { kind: "started", operation: { commandId } };
    } catch (error) {
      if (nameOf(error) !== "InvalidInstanceId") throw error;
      return instanceFault(way, given.instances, error);
    }
  });
}

async function poll(call: Call, operation: Operation): Promise<Outcome> {
  const commandId = String(operation["commandId"]);
  return asking(call, async (way) => {
    const ssm = await service();
    const command = await ssm.getCommand(way, commandId);
    // For a moment after it was sent nobody knows of it yet.
    if (command === undefined) return { kind: "started", operation };
    const isOver = ["Success", "Failed", "TimedOut", "Cancelled"].includes(command.Status ?? "");
    if (!isOver) return { kind: "started", operation, progress: progressOf(command) };
    return ending(command, await ssm.listInvocations(way, commandId));
  });
}

function progressOf({ Status, CompletedCount = 0, TargetCount = 0, ErrorCount = 0 }: SsmCommand) {
  const errors = ErrorCount === 0 ? "" : ` (✗ ${ErrorCount})`;
  return `${Status ?? ""} ${CompletedCount}/${TargetCount}${errors}`;
}

type InstanceOutcome = { id: string; status: string; code: number };

function instanceOutcome({
  InstanceId = "",
  StatusDetails,
  Status = "Pending",
  CommandPlugins,
}: SsmInvocation): InstanceOutcome {
  const code = CommandPlugins?.find(({ ResponseCode }) => ResponseCode !== 0)?.ResponseCode ?? 0;
  return { id: InstanceId, status: StatusDetails ?? Status, code };
}

function logOf(invocation: SsmInvocation): string {
  const { id, status, code } = instanceOutcome(invocation);
  const said = (invocation.CommandPlugins ?? []).flatMap(({ Output = "" }) => linesOf(Output));
  return [`== ${id}: ${status}, ${code}`, ...said].join("\n");
}

/** A command that chose nobody is a success to AWS, and none to whoever wanted something done. */
function ending(command: SsmCommand, invocations: SsmInvocation[]): Outcome {
  const {
    CommandId: commandId = "",
    Status = "",
    StatusDetails = Status,
    TargetCount = 0,
  } = command;
  const instances = invocations.map(instanceOutcome);
  const succeeded = instances.filter(({ status }) => status === "Success").map(({ id }) => id);
  const others = instances.filter(({ status }) => status !== "Success");
  const output = {
    commandId,
    status: StatusDetails,
    succeeded,
    failed: others.map(({ id }) => id),
    instances,
  };
  const log = invocations.map(logOf).join("\n");
  const text = [`${succeeded.length}/${TargetCount}`, ...sentencesOf(others)].join(", ");
  if (Status === "Cancelled") return { kind: "cancelled", log };
  if (TargetCount === 0) {
    return {
      kind: "failed",
      code: "NO_INSTANCES",
      message: "The tags choose no instance.",
      output,
    };
  }
  if (Status === "Success") return { kind: "succeeded", output, text, log };
  return { kind: "failed", code: StatusDetails, message: text, output, log };
}

/** More of them stand in the output. */
const mostNamed = 20;

function sentencesOf(others: readonly InstanceOutcome[]): string[] {
  const named = others
    .slice(0, mostNamed)
    .map(({ id, status, code }) => `${id} ${status}${code > 0 ? ` (${code})` : ""}`);
  return others.length > mostNamed ? [...named, `+ ${others.length - mostNamed}`] : named;
}

/** Not found is not known: lists lag behind, and nobody says by how much. */
async function find(call: Call): Promise<Outcome> {
  return asking(call, async (way) => {
    const command = await (await service()).findCommand(way, call.key);
    if (command === undefined) return { kind: "no_answer", message: "No such command is listed." };
    return { kind: "started", operation: { commandId: command.CommandId ?? "" } };
  });
}

/** Instances that do not hear it finish what they do. */
async function cancel(call: Call, operation: Operation): Promise<Outcome> {
  return causing(call, async (way: Way) => {
    await (await service()).cancelCommand(way, String(operation["commandId"]));
    return { kind: "started", operation };
  });
}

async function rehearse(call: Call): Promise<Outcome> {
  const given = SsmRunCommandParameters.parse(call.parameters);
  return causing(call, (way) => rehearsal(way, given));
}

export const ssmRunCommand: Driver = { start, poll, find, cancel, rehearse };
