import type * as ssm from "@aws-sdk/client-ssm";
import type { Instance } from "./fleet.ts";

/** One command on one node. */
export type Invocation = {
  instance: Instance;
  status: ssm.CommandInvocationStatus;
  details: string;
  isSent: boolean;
  code: number;
  stdout: string;
  stderr: string;
  startedAt?: Date;
  endedAt?: Date;
};

export function pending(instance: Instance): Invocation {
  const status = "Pending";
  return { instance, status, details: status, isSent: false, code: -1, stdout: "", stderr: "" };
}

/** Failures and execution time-outs count against MaxErrors; what was never delivered does not. */
export function isError({ details }: Invocation): boolean {
  return details === "Failed" || details === "ExecutionTimedOut";
}

export function set(
  one: Invocation,
  status: ssm.CommandInvocationStatus,
  details: string = status,
): void {
  one.status = status;
  one.details = details;
}

export function end(
  one: Invocation,
  status: ssm.CommandInvocationStatus,
  details: string = status,
): void {
  set(one, status, details);
  one.endedAt = new Date();
}
