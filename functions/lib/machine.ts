import {
  ExecutionAlreadyExists,
  SendTaskSuccessCommand,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { findBell } from "#shared/workflow/bell.ts";
import { stepFunctions } from "./clients.ts";
import { env } from "./env.ts";

/** A record that a machine watches. */
export type Target = { kind: "ticket" | "order"; id: string; version: number };

function startOf({ kind, id }: Target): { stateMachineArn: string; input: string } {
  if (kind === "ticket") {
    return { stateMachineArn: env().approvalMachineArn, input: JSON.stringify({ ticketId: id }) };
  }
  return { stateMachineArn: env().runMachineArn, input: JSON.stringify({ orderId: id }) };
}

/**
 * Starts a machine for the record as it is. Started twice at the same version, it is one machine. A name is
 * spent even when its execution failed: `again` sets a fresh one beside it.
 */
export async function startMachine(target: Target, again = ""): Promise<void> {
  const name = `${target.id}-${target.version}${again}`;
  try {
    await stepFunctions().send(new StartExecutionCommand({ name, ...startOf(target) }));
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
  }
}

const deadTokens = new Set(["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"]);

/** Rings a bell; false when nobody listens to it any more. */
export async function ringToken(taskToken: string): Promise<boolean> {
  try {
    await stepFunctions().send(new SendTaskSuccessCommand({ taskToken, output: "{}" }));
    return true;
  } catch (error) {
    if (error instanceof Error && deadTokens.has(error.name)) return false;
    throw error;
  }
}

/** Rings the machine that sleeps on this record; false when none does any more. */
export async function ringBell(id: string): Promise<boolean> {
  const bell = await findBell(id);
  return bell !== undefined && ringToken(bell.token);
}

/** Wakes whoever watches the record, or sets a new machine on it. */
export async function wake(target: Target, again?: string): Promise<void> {
  if (!(await ringBell(target.id))) await startMachine(target, again);
}
