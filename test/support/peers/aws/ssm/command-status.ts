import type * as ssm from "@aws-sdk/client-ssm";
import { isError, type Invocation } from "./invocation.ts";

export type CommandState = { status: ssm.CommandStatus; details: string };

/** What a whole command's state is, from those of its nodes. */
export function overall(
  invocations: readonly Invocation[],
  maxErrors: number,
  isCancelled: boolean,
): CommandState {
  // A selection that chose nobody counts as a success on AWS.
  if (invocations.length === 0) return { status: "Success", details: "NoInstancesInTag" };
  if (invocations.some(({ endedAt }) => !endedAt)) return running(invocations, isCancelled);
  const errors = invocations.filter(isError);
  const count = (details: string) => invocations.filter((one) => one.details === details).length;
  if (errors.length > maxErrors) {
    const timeouts = count("ExecutionTimedOut");
    return timeouts === errors.length
      ? { status: "TimedOut", details: "ExecutionTimedOut" }
      : { status: "Failed", details: "Failed" };
  }
  if (isCancelled) return { status: "Cancelled", details: "Cancelled" };
  if (count("DeliveryTimedOut") > maxErrors)
    return { status: "TimedOut", details: "DeliveryTimedOut" };
  if (count("Undeliverable") === invocations.length)
    return { status: "Failed", details: "Undeliverable" };
  if (count("Success") + count("Undeliverable") === invocations.length)
    return { status: "Success", details: "Success" };
  return { status: "Failed", details: "Incomplete" };
}

function running(invocations: readonly Invocation[], isCancelled: boolean): CommandState {
  if (isCancelled) return { status: "Cancelling", details: "Cancelling" };
  const hasStarted = invocations.some(({ status }) => status !== "Pending");
  const status = hasStarted ? "InProgress" : "Pending";
  return { status, details: status };
}

/** MaxConcurrency and MaxErrors: a number, or a share of the targets rounded down. */
export function share(text: string, targets: number): number {
  return text.endsWith("%")
    ? Math.floor((Number.parseInt(text, 10) / 100) * targets)
    : Number.parseInt(text, 10);
}
